using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Cli.Export;

/// <summary>Streams an export from one snapshot of a replica. Memory is bounded regardless of the size.</summary>
internal static class CsvExport
{
    /// <summary>Writes the export and returns the number of rows.</summary>
    public static async Task<long> WriteAsync(Database database, Exported export, TextWriter output, CancellationToken ct)
    {
        // Lines that are written can't be undone, so don't use the overload that retries.
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, ct, snapshot: true);
        await using ReadCommand command = read.Command(export.Sql);
        command.Timeout = TimeSpan.Zero; // the sort precedes the first row; Ctrl+C cancels it
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        object?[] fields = new object?[reader.FieldCount];
        long rows = 0;
        await output.WriteAsync(export.Header + "\n");
        while (await reader.ReadAsync(ct))
        {
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = reader.GetValue(i) is var value and not DBNull ? value : null;
            }

            await output.WriteAsync(CsvLine.Of(fields, export.Real) + "\n");
            rows++;
        }

        await output.FlushAsync(ct);
        return rows;
    }
}
