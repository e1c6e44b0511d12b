using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>What a read asked for, and where its attempts have been.</summary>
/// <param name="consistency">How fresh it must be.</param>
/// <param name="snapshot">One snapshot for all its queries.</param>
/// <param name="callSite">Who asked.</param>
internal sealed class ReadRequest(ReadConsistency consistency, bool snapshot, CallSite callSite)
{
    public ReadConsistency Consistency { get; } = consistency;

    public bool Snapshot { get; } = snapshot;

    public CallSite CallSite { get; } = callSite;

    /// <summary>The replica of the latest attempt; null: it was on the primary.</summary>
    public Node? Replica { get; set; }

    /// <summary>The replica whose replay cancelled an attempt: the next one is for another.</summary>
    public Node? Avoid { get; private set; }

    /// <summary>Another's did so too: the next attempt is for the primary.</summary>
    public bool AvoidsReplicas { get; private set; }

    /// <summary>Notes that the replica's replay cancelled the latest attempt.</summary>
    public void Conflicted()
    {
        if (Replica is not null)
        {
            AvoidsReplicas = Avoid is not null;
            Avoid ??= Replica;
        }
    }
}
