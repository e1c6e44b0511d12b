using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>Reads entries of the output logs.</summary>
internal static class LogQuery
{
    /// <summary>Reads all rows of a query.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        ReadScope read, Func<NpgsqlDataReader, T> entry, CancellationToken cancellationToken, string sql, params object[] parameters)
    {
        List<T> entries = [];
        await using ReadCommand command = read.Command(sql, parameters);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(entry(reader));
        }

        return entries;
    }

    /// <summary>
    /// Reads a tracker's entries from one key up to another, or to the end. The query's parameters: <c>$1</c> the tracker, <c>$2, $3</c> the
    /// first key, <c>$4</c> whether there is no end, <c>$5, $6</c> the end, which is excluded.
    /// </summary>
    public static Task<List<T>> ReadRangeAsync<T>(
        ReadScope read,
        Func<NpgsqlDataReader, T> entry,
        CancellationToken cancellationToken,
        string sql,
        long trackerId,
        ReportKey from,
        ReportKey? until)
    {
        ReportKey end = until ?? ReportKey.First;
        return ReadAsync(
            read, entry, cancellationToken, sql, trackerId, from.RecordedAt, from.Fingerprint, until is null, end.RecordedAt, end.Fingerprint);
    }
}
