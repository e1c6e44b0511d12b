using EFCore.ReadWriteSplitting.Scopes;

namespace Tracker.Cli.Recomputing;

/// <summary>A recomputation that a consumer performs.</summary>
internal interface IRecomputation
{
    /// <summary>The unit of progress.</summary>
    string Unit { get; }

    /// <summary>Requests the recomputation.</summary>
    /// <returns>The number of units.</returns>
    /// <exception cref="CliException">There is nothing to recompute.</exception>
    Task<long> RequestAsync(WriteScope write, CancellationToken ct);

    /// <summary>The number of remaining units.</summary>
    Task<long> RemainingAsync(ReadScope read, CancellationToken ct);
}
