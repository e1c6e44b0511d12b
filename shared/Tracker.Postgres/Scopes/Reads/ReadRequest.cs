using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>A requested read and the history of its attempts.</summary>
/// <param name="consistency">The consistency of the read.</param>
/// <param name="snapshot">Whether all queries share one snapshot.</param>
/// <param name="callSite">Where the scope was opened.</param>
internal sealed class ReadRequest(ReadConsistency consistency, bool snapshot, CallSite callSite)
{
    public ReadConsistency Consistency { get; } = consistency;

    public bool Snapshot { get; } = snapshot;

    public CallSite CallSite { get; } = callSite;

    /// <summary>The replica of the latest attempt; null if it was on the primary.</summary>
    public Node? Replica { get; set; }

    /// <summary>The replica where a recovery conflict cancelled an attempt. The next attempt avoids it.</summary>
    public Node? Avoid { get; private set; }

    /// <summary>Whether a second replica cancelled an attempt too, so that the next one goes to the primary.</summary>
    public bool AvoidsReplicas { get; private set; }

    /// <summary>Records that a recovery conflict cancelled the latest attempt.</summary>
    public void RecordConflict()
    {
        if (Replica is not null)
        {
            AvoidsReplicas = Avoid is not null;
            Avoid ??= Replica;
        }
    }
}
