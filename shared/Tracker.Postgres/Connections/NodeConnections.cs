using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's connections to one node. Guarded by the pool's lock.</summary>
internal sealed class NodeConnections(Node node)
{
    public Node Node { get; } = node;

    /// <summary>Idle connections. The most recently returned one is rented first, so that surplus ones expire.</summary>
    public Stack<PhysicalConnection> Idle { get; } = new();

    /// <summary>Connections in use.</summary>
    public HashSet<PhysicalConnection> Busy { get; } = [];

    /// <summary>Incremented by each purge.</summary>
    public int Generation { get; private set; }

    public long Opened { get; set; }

    public long Closed { get; private set; }

    public int Total => Idle.Count + Busy.Count;

    /// <summary>Removes the idle connections that match and adds them to <paramref name="removed"/>.</summary>
    public void RemoveIdle(Func<PhysicalConnection, bool> matches, List<PhysicalConnection> removed)
    {
        if (!Idle.Any(matches))
        {
            return;
        }

        PhysicalConnection[] all = [.. Idle];
        Idle.Clear();
        foreach (PhysicalConnection connection in all.Reverse())
        {
            if (matches(connection))
            {
                removed.Add(connection);
                Closed++;
            }
            else
            {
                Idle.Push(connection);
            }
        }
    }

    /// <summary>Removes the idle connections now, and the busy ones when they are returned.</summary>
    public void Purge(List<PhysicalConnection> removed)
    {
        Generation++;
        RemoveIdle(static _ => true, removed);
    }

    /// <summary>Counts a connection that is closed.</summary>
    public void CountClosed() => Closed++;
}
