using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>
/// A connection pool that knows the node of each connection, so that the failure of one node does not affect connections to the others.
/// A scope waits for a slot up to the pool's timeout. The number of connections that are being opened at once is limited.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private const int MaxConcurrentOpens = 4;

    private readonly Lock _lock = new();
    private readonly PoolContents _contents;
    private readonly PoolSlots _slots;
    private readonly SemaphoreSlim _opening = new(MaxConcurrentOpens, MaxConcurrentOpens);
    private readonly DatabaseOptions _options;
    private readonly NodeTable _nodes;
    private readonly TimeProvider _time;
    private readonly ConnectionFactory _factory;
    private readonly ReplicaDialling _dialling;
    private volatile bool _disposed;

    public ConnectionPool(PoolKind kind, DatabaseOptions options, NodeTable nodes, TimeProvider time)
    {
        (Kind, _options, _nodes, _time) = (kind, options, nodes, time);
        Size = kind == PoolKind.Read ? options.ReadPoolSize : options.WritePoolSize;
        _slots = new PoolSlots(kind, Size, options, LongestHeld);
        _contents = new PoolContents(kind, options.Hosts.Count > 0 ? nodes : null);
        _factory = new ConnectionFactory(kind, options, nodes, time);
        _dialling = new ReplicaDialling(kind == PoolKind.Read && options.Hosts.Count == 0, nodes, time);
    }

    public PoolKind Kind { get; }

    public int Size { get; }

    public DatabaseOptions Options => _options;

    /// <summary>Rents a connection to the best node.</summary>
    /// <param name="preference">Which node is preferred, and which is excluded.</param>
    /// <param name="callSite">Where the scope was opened.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if the only node is <see cref="NodePreference.Avoid"/>.</returns>
    /// <exception cref="PoolExhaustedException">No slot became free within the timeout.</exception>
    /// <exception cref="NoNodeException">No node of the list is known to be suitable.</exception>
    public async ValueTask<PooledConnection?> RentAsync(NodePreference preference, CallSite callSite, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _slots.TakeAsync(cancellationToken);
        PhysicalConnection? physical = null;
        try
        {
            physical = TakeIdle(preference, out Node? chosen) ?? await OpenAsync(preference, chosen, cancellationToken);
            if (physical is not null && _dialling.IsWorthwhile(physical.Node, preference))
            {
                physical = await _dialling.PreferBetterAsync(
                    physical, preference, token => ConnectAsync(null, token), other => TakeBackAsync(other, hasSlot: false), cancellationToken);
            }

            return physical is null ? null : Lend(physical, callSite);
        }
        finally
        {
            if (physical is null)
            {
                _slots.Release();
            }
        }
    }

    /// <summary>
    /// Rents a connection without waiting for a slot, for the monitor: an idle one to the node, or a new one if nodes are listed; without a
    /// node, a new one to the node that the proxy chooses.
    /// </summary>
    public async Task<PooledConnection?> TryRentAsync(Node? node, CallSite callSite, CancellationToken cancellationToken)
    {
        if (!_slots.TryTake())
        {
            return null;
        }

        PhysicalConnection? physical = null;
        try
        {
            physical = (node is null ? null : TakeIdle(node))
                ?? (node is null || _options.Hosts.Count > 0 ? await ConnectAsync(node, cancellationToken) : null);
            return physical is null ? null : Lend(physical, callSite);
        }
        finally
        {
            if (physical is null)
            {
                _slots.Release();
            }
        }
    }

    /// <summary>How many connections lead to the node, in use or idle.</summary>
    public int CountOf(Node node)
    {
        lock (_lock)
        {
            return _contents.Of(node).Total;
        }
    }

    /// <summary>Closes the connections to one node: idle ones now, busy ones when they are returned.</summary>
    public Task PurgeAsync(Node node) => CloseAsync(closing => _contents.Of(node).Purge(closing));

    /// <summary>Closes all connections, because their servers may have changed roles.</summary>
    public Task PurgeAsync() => CloseAsync(_contents.Purge);

    /// <summary>Closes idle connections that are broken or expired.</summary>
    public Task PruneAsync() => CloseAsync(closing => _contents.Prune(_time.GetTimestamp(), closing));

    /// <summary>Returns the connections held for longer than the limit, each once.</summary>
    public IReadOnlyList<(CallSite CallSite, TimeSpan Held)> FindHeldLongerThan(TimeSpan limit)
    {
        lock (_lock)
        {
            return _contents.FindHeldLongerThan(limit, _time);
        }
    }

    public PoolStatistics Statistics()
    {
        lock (_lock)
        {
            NodePoolStatistics[] nodes = _contents.Statistics();
            return new PoolStatistics(Kind, Size, nodes.Sum(node => node.Busy), nodes.Sum(node => node.Idle), _slots.Waiting, _slots.Timeouts, nodes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await PurgeAsync();
        await _factory.DisposeAsync();
    }

    internal bool WasSeenWithin(Node node, TimeSpan time) => node.SeenAt != 0 && _time.GetElapsedTime(node.SeenAt) <= time;

    internal ValueTask ReturnAsync(PhysicalConnection physical) => TakeBackAsync(physical, hasSlot: true);

    private async ValueTask TakeBackAsync(PhysicalConnection physical, bool hasSlot)
    {
        bool isKept;
        bool purgesNode;
        PhysicalConnection? surplus = null;
        lock (_lock)
        {
            NodeConnections connections = _contents.Of(physical.Node);
            bool isCurrent = physical.Generation == connections.Generation;
            connections.Busy.Remove(physical);
            // The other connections to that node are likely to be broken too, unless they were opened after a purge.
            purgesNode = physical.IsBroken && !physical.IsBrokenAlone && isCurrent && !_disposed;
            isKept = !_disposed && physical.IsReady && isCurrent
                && physical.ExpiresAt >= _time.GetTimestamp() && (_contents.Total < Size || _contents.TryTakeSurplus(out surplus));
            if (isKept)
            {
                connections.Idle.Push(physical);
            }
            else
            {
                connections.CountClosed();
            }
        }

        if (hasSlot)
        {
            _slots.Release();
        }

        if (surplus is not null)
        {
            await surplus.Connection.DisposeAsync();
        }

        if (isKept)
        {
            return;
        }

        if (purgesNode)
        {
            // Otherwise one read after another would try them.
            await PurgeAsync(physical.Node);
        }

        await physical.Connection.DisposeAsync();
    }

    private PooledConnection Lend(PhysicalConnection physical, CallSite callSite)
    {
        physical.CallSite = callSite;
        physical.RentedAt = _time.GetTimestamp();
        physical.IsReported = false;
        physical.IsBrokenAlone = false;
        return new PooledConnection(this, physical);
    }

    private IReadOnlyList<string> LongestHeld()
    {
        lock (_lock)
        {
            return _contents.LongestHeld(_time);
        }
    }

    private PhysicalConnection? TakeIdle(NodePreference preference, out Node? chosen)
    {
        lock (_lock)
        {
            chosen = _contents.Choose(preference);
        }

        return chosen is null ? null : TakeIdle(chosen);
    }

    private PhysicalConnection? TakeIdle(Node node)
    {
        List<PhysicalConnection>? broken = null;
        PhysicalConnection? taken;
        lock (_lock)
        {
            taken = _contents.Take(node, ref broken);
        }

        broken?.ForEach(static one => one.Connection.Dispose());
        return taken;
    }

    private async Task<PhysicalConnection?> OpenAsync(NodePreference preference, Node? chosen, CancellationToken cancellationToken)
    {
        if (_options.Hosts.Count > 0)
        {
            // Connect to the chosen node rather than to the next one: otherwise a node without connections might never get one.
            return chosen is not null ? await ConnectAsync(chosen, cancellationToken) : preference.Avoid is null ? throw NoNode() : null;
        }

        PhysicalConnection opened = await ConnectAsync(null, cancellationToken);
        if (opened.Node != preference.Avoid)
        {
            return opened;
        }

        // The proxy led to the node that was just tried. The connection is kept for other scopes.
        await TakeBackAsync(opened, hasSlot: false);
        return null;
    }

    private Exception NoNode() => _nodes.All.Select(node => node.Refusal).FirstOrDefault(refusal => refusal is not null) ?? (Exception)new NoNodeException(Kind);

    private async Task<PhysicalConnection> ConnectAsync(Node? node, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            PhysicalConnection opened = await _factory.OpenAsync(node, cancellationToken);
            lock (_lock)
            {
                NodeConnections connections = _contents.Of(opened.Node);
                opened.Generation = connections.Generation;
                connections.Opened++;
                connections.Busy.Add(opened);
            }

            return opened;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task CloseAsync(Action<List<PhysicalConnection>> choose)
    {
        List<PhysicalConnection> closing = [];
        lock (_lock)
        {
            choose(closing);
        }

        foreach (PhysicalConnection connection in closing)
        {
            await connection.Connection.DisposeAsync();
        }
    }
}
