using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>What the pools need from time to time: old connections closed, and scopes named that are held too long.</summary>
internal sealed partial class PoolCare(IReadOnlyList<ConnectionPool> pools, DatabaseOptions options, ILogger logger)
{
    public async Task TendAsync()
    {
        foreach (ConnectionPool pool in pools)
        {
            await pool.PruneAsync();
            foreach ((Opener opener, TimeSpan held) in pool.NewlyHeldLonger(options.ScopeLimit))
            {
                LogHeld(opener, TimeWithUnit.Format(held));
            }
        }
    }

    [LoggerMessage(1004, LogLevel.Warning, "A scope opened by {Opener} has been held for {Held}. Dispose of scopes as soon as their work is done; while they are held, their connections serve nobody else.")]
    private partial void LogHeld(Opener opener, string held);
}
