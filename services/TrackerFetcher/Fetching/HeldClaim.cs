using Tracker.Data.Ingest;
using Tracker.Data.Model;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Fetching;

/// <summary>
/// The claim on a source while it is read. A batch is stored while the position of the one before is written, so the position and the
/// mark of back-pressure change independently of each other.
/// </summary>
internal sealed class HeldClaim(SourceClaim claim, SourceLedger ledger)
{
    private bool _isSlowed = claim.Slowed;

    /// <summary>The claim, with the position that was written last.</summary>
    public SourceClaim Claim { get; private set; } = claim;

    /// <summary>Another fetcher has taken the source over, or it was paused.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Shows on the source whether it is slowed down, if that has changed.</summary>
    public async Task MarkAsync(bool isSlowed, CancellationToken cancellationToken)
    {
        await ledger.MarkAsync(Claim with { Slowed = _isSlowed }, isSlowed, cancellationToken);
        _isSlowed = isSlowed;
    }

    /// <summary>Writes the position of a stored batch, with its counts and its quarantined reports.</summary>
    /// <returns>False if the claim is lost.</returns>
    public async Task<bool> AdvanceAsync(
        SourceBatch batch, long duplicates, IReadOnlyCollection<QuarantinedReport> rejected, CancellationToken cancellationToken)
    {
        SourceClaim? advanced = await ledger.AdvanceAsync(Claim, batch.Position, batch.Received, duplicates, rejected, cancellationToken);
        IsLost = advanced is null;
        Claim = advanced ?? Claim;
        return !IsLost;
    }
}
