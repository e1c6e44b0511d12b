using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>
/// Whether a read opens a new connection although it has one. Behind a proxy a pool chooses among the nodes to which it has idle
/// connections, or the proxy does. If the chosen one lags or is the primary, and another one is known to be healthy, the proxy may lead
/// there.
/// </summary>
/// <param name="applies">False for pools that choose the node themselves, or lead to the primary.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplicaDialling(bool applies, NodeTable nodes, TimeProvider time)
{
    // Side by side, several dials may be led to the same node before the proxy has counted them.
    private const int MaxVainDials = 4;
    private static readonly TimeSpan AfterVainDials = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DialLimit = TimeSpan.FromMilliseconds(250);
    private long _next = long.MinValue;
    private int _isDialling;
    private int _vain;

    public bool IsWorthwhile(Node chosen, NodePreference preference) =>
        applies
        && chosen is { Role: NodeRole.Primary } or { Health: NodeHealth.Lagging }
        && time.GetTimestamp() >= Volatile.Read(ref _next)
        && nodes.All.Any(node => node != preference.Avoid && IsHealthyReplica(node));

    /// <summary>
    /// Returns a new connection to a better node, if the proxy leads to one soon; otherwise the one at hand, whatever went wrong. One read
    /// at a time dials.
    /// </summary>
    /// <param name="atHand">The connection at hand.</param>
    /// <param name="preference">Which node is excluded.</param>
    /// <param name="connect">Opens a connection.</param>
    /// <param name="giveBack">Takes the connection that is not returned.</param>
    /// <param name="cancellationToken">Ends the dial.</param>
    public async Task<PhysicalConnection> PreferBetterAsync(
        PhysicalConnection atHand,
        NodePreference preference,
        Func<CancellationToken, Task<PhysicalConnection>> connect,
        Func<PhysicalConnection, ValueTask> giveBack,
        CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isDialling, 1) == 1)
        {
            return atHand;
        }

        try
        {
            PhysicalConnection? dialled = await DialAsync(connect, cancellationToken);
            bool isBetter = IsBetter(dialled?.Node, preference);
            if ((isBetter ? atHand : dialled) is { } other)
            {
                await giveBack(other);
            }

            return isBetter ? dialled! : atHand;
        }
        finally
        {
            Volatile.Write(ref _isDialling, 0);
        }
    }

    /// <summary>Whether the new connection leads to a better node. After four in a row that do not, the proxy is left alone for a
    /// second.</summary>
    public bool IsBetter(Node? dialled, NodePreference preference)
    {
        if (dialled is not null && dialled != preference.Avoid && IsHealthyReplica(dialled))
        {
            Volatile.Write(ref _vain, 0);
            return true;
        }

        if (Interlocked.Increment(ref _vain) >= MaxVainDials)
        {
            Volatile.Write(ref _vain, 0);
            Volatile.Write(ref _next, time.GetTimestamp() + (long)(AfterVainDials.TotalSeconds * time.TimestampFrequency));
        }

        return false;
    }

    private async Task<PhysicalConnection?> DialAsync(Func<CancellationToken, Task<PhysicalConnection>> connect, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(DialLimit, time, cancellationToken);
        try
        {
            return await connect(limit.Token);
        }
        catch (Exception)
        {
            // The connection at hand serves; an error that lasts is met where one must be opened.
            return null;
        }
    }

    private static bool IsHealthyReplica(Node node) => node is { Role: NodeRole.Replica, Health: NodeHealth.Healthy };
}
