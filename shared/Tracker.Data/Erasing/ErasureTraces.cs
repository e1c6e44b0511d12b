using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Erasing;

/// <summary>What still names a tracker because people wrote it: only they can change it.</summary>
/// <param name="Fences">The keys of fences that list it.</param>
/// <param name="Sources">The names of sources whose settings name it.</param>
public sealed record ErasureTraces(IReadOnlyList<string> Fences, IReadOnlyList<string> Sources)
{
    private const string FencesSql =
        "SELECT DISTINCT f.key FROM geofences f JOIN geofence_versions v ON v.fence_id = f.id WHERE $1 = ANY(v.trackers) ORDER BY f.key";

    // A dot ends a name, too: that of a file.
    private const string SourcesSql = """
        SELECT name FROM sources
        WHERE translate(concat_ws(' ', name, location, options::text, position, last_error), '.', ' ') ~ translate($1, '.', ' ')
        ORDER BY name
        """;

    internal static async Task<ErasureTraces> ReadAsync(
        ReadScope read, string key, long? trackerId, CancellationToken cancellationToken) => new(
        trackerId is { } id ? await NamesAsync(read.Command(FencesSql, id), cancellationToken) : [],
        await NamesAsync(read.Command(SourcesSql, (object)KeyPattern.Of(key)), cancellationToken));

    private static async Task<List<string>> NamesAsync(ReadCommand command, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await using (command)
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(reader.GetString(0));
            }
        }

        return names;
    }
}
