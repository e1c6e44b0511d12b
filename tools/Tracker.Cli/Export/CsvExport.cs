using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Cli.Export;

/// <summary>Writes an export row by row, from one snapshot of a replica: its size does not matter.</summary>
internal static class CsvExport
{
    /// <summary>How many rows were written.</summary>
    public static async Task<long> WriteAsync(Database database, Exported what, TextWriter output, CancellationToken ct)
    {
        // Lines that are out can't be taken back: not the overload that runs the work again.
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, ct, snapshot: true);
        await using ReadCommand command = read.Command(what.Sql);
        command.Timeout = TimeSpan.Zero; // sorting comes before the first row, and Ctrl+C ends it
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        object?[] fields = new object?[reader.FieldCount];
        long rows = 0;
        await output.WriteAsync(what.Header + "\n");
        while (await reader.ReadAsync(ct))
        {
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = reader.GetValue(i) is var value and not DBNull ? value : null;
            }

            await output.WriteAsync(CsvLine.Of(fields, what.Real) + "\n");
            rows++;
        }

        await output.FlushAsync(ct);
        return rows;
    }
}
