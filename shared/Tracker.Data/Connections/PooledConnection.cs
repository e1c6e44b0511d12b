using Npgsql;

namespace Tracker.Data.Connections;

/// <summary>A connection and its place in the pool; both go back together.</summary>
internal sealed class PooledConnection(NpgsqlConnection connection, SemaphoreSlim places) : IAsyncDisposable
{
    private bool _returned;

    public NpgsqlConnection Connection { get; } = connection;

    public async ValueTask DisposeAsync()
    {
        if (_returned)
        {
            return;
        }

        _returned = true;
        try
        {
            await Connection.DisposeAsync();
        }
        finally
        {
            places.Release();
        }
    }
}
