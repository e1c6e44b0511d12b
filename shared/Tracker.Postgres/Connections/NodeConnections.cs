using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A pool's connections to one node. Guarded by the pool's lock.</summary>
internal sealed class NodeConnections(Node node)
{
    public Node Node { get; } = node;

    /// <summary>Not in use; the last returned is lent first, so that the others can grow old and go.</summary>
    public Stack<PhysicalConnection> Idle { get; } = new();

    /// <summary>In use.</summary>
    public HashSet<PhysicalConnection> Busy { get; } = [];

    /// <summary>Grows with each purge.</summary>
    public int Generation { get; private set; }

    public long Opened { get; set; }

    public long Closed { get; private set; }

    public int Total => Idle.Count + Busy.Count;

    /// <summary>Takes out the idle ones that must go: all of them, or those past their time.</summary>
    public void TakeIdle(Func<PhysicalConnection, bool> goes, List<PhysicalConnection> into)
    {
        if (!Idle.Any(goes))
        {
            return;
        }

        PhysicalConnection[] all = [.. Idle];
        Idle.Clear();
        foreach (PhysicalConnection connection in all.Reverse())
        {
            if (goes(connection))
            {
                into.Add(connection);
                Closed++;
            }
            else
            {
                Idle.Push(connection);
            }
        }
    }

    /// <summary>Has all connections go: the idle ones now, the busy ones when they come back.</summary>
    public void Purge(List<PhysicalConnection> into)
    {
        Generation++;
        TakeIdle(static _ => true, into);
    }

    /// <summary>Counts one that goes.</summary>
    public void Drop() => Closed++;
}
