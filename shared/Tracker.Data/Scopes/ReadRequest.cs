using Tracker.Data.Consistency;

namespace Tracker.Data.Scopes;

/// <summary>What a read asked for.</summary>
/// <param name="Consistency">How fresh it must be.</param>
/// <param name="Snapshot">One snapshot for all its queries.</param>
/// <param name="Opener">Who asked.</param>
internal sealed record ReadRequest(ReadConsistency Consistency, bool Snapshot, Opener Opener);
