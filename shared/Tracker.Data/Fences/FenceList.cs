using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Fences;

/// <summary>Reads stored fences.</summary>
public static class FenceList
{
    private const string From = $"SELECT {StoredFence.Columns} FROM geofences f JOIN geofence_versions v ON v.fence_id = f.id ";

    private const string OpenSql = From + """WHERE v.valid_to = 'infinity' AND v.valid_from < v.valid_to ORDER BY f.key COLLATE "C" """;

    private const string VersionsSql = From + "WHERE f.key = $1 ORDER BY v.version";

    /// <summary>The open version of each fence, in ordinal order of the keys.</summary>
    public static Task<IReadOnlyList<StoredFence>> OpenAsync(ReadScope read, CancellationToken cancellationToken) =>
        ReadAsync(read.Command(OpenSql), cancellationToken);

    /// <summary>All versions of one fence, in order; none if there is no such fence.</summary>
    public static Task<IReadOnlyList<StoredFence>> VersionsAsync(ReadScope read, string key, CancellationToken cancellationToken) =>
        ReadAsync(read.Command(VersionsSql, key), cancellationToken);

    private static async Task<IReadOnlyList<StoredFence>> ReadAsync(ReadCommand command, CancellationToken cancellationToken)
    {
        List<StoredFence> fences = [];
        await using (command)
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                fences.Add(StoredFence.Read(reader));
            }
        }

        return fences;
    }
}
