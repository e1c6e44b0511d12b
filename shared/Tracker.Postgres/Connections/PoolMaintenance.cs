using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Logging;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>Closes expired connections and logs scopes that are held too long. The monitor runs it at every interval.</summary>
internal sealed partial class PoolMaintenance(IReadOnlyList<ConnectionPool> pools, DatabaseOptions options, ILogger logger)
{
    public async Task RunAsync()
    {
        foreach (ConnectionPool pool in pools)
        {
            await pool.PruneAsync();
            foreach ((CallSite callSite, TimeSpan held) in pool.FindHeldLongerThan(options.ScopeLimit))
            {
                LogHeld(callSite, TimeWithUnit.Format(held));
            }
        }
    }

    [LoggerMessage(EventIds.ScopeHeldTooLong, LogLevel.Warning, "A scope opened by {CallSite} has been held for {Held}; dispose of scopes as soon as their work is done, since a held connection serves no other scope")]
    private partial void LogHeld(CallSite callSite, string held);
}
