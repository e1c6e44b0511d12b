using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Sessions;
using Tracker.Drills.Histories;

namespace Tracker.Drills.Sessions;

/// <summary>One client: random reads and appends one after another in a session, each recorded with what came of it.</summary>
internal sealed class SessionClient(
    Database database, SessionGuarantees guarantees, ListKeys keys, HistoryWriter history, SessionCounters counters, Random random)
{
    private const double AppendRatio = 0.3;
    private const int MaxKeysPerRead = 4;

    private Session _session = new(database, guarantees);
    private int _number = counters.NextSession();

    public async Task RunAsync(int operations, CancellationToken ct)
    {
        for (int i = 0; i < operations; i++)
        {
            if (random.NextDouble() < AppendRatio)
            {
                await AppendAsync(ct);
            }
            else
            {
                await ReadAsync(ct);
            }

            counters.CountOperation();
        }
    }

    private async Task AppendAsync(CancellationToken ct)
    {
        (int key, long value) = keys.Next(random);
        try
        {
            await _session.WriteAsync((write, token) => ListStore.AppendAsync(write, key, value, token), ct);
            history.Append(_number, key, value, AppendOutcome.Acknowledged);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // Unknown even if the guarantee could not be met, because an earlier attempt of the unit may have committed.
            history.Append(_number, key, value, AppendOutcome.Unknown);
            Count(error);
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        int[] read = keys.Some(random, random.Next(1, MaxKeysPerRead + 1));
        try
        {
            ((int Key, long[] Values)[] lists, RouteReason reason) = await _session.ReadAsync(
                async (scope, token) => (await ListStore.ReadAsync(scope, read, token), scope.Route.Reason), ct);
            history.Read(_number, lists);
            counters.CountRoute(reason);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            history.Refusal(_number);
            Count(error);
        }
    }

    private void Count(Exception error)
    {
        switch (error)
        {
            case TokenNotProvenException:
                counters.CountRestart();
                _session = new Session(database, guarantees);
                _number = counters.NextSession();
                break;
            case ReplicasUnavailableException:
                counters.CountRefused();
                break;
            case DatabaseUnavailableException:
                counters.CountUnavailable();
                break;
            default:
                counters.CountError(error);
                break;
        }
    }
}
