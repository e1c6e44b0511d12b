using EFCore.ReadWriteSplitting.Scopes;

namespace Tracker.Cli.Recomputing;

/// <summary>Work that a consumer is asked to do again.</summary>
internal interface IRecomputing
{
    /// <summary>What is counted.</summary>
    string Unit { get; }

    /// <summary>Asks for it.</summary>
    /// <returns>How much it is.</returns>
    /// <exception cref="CliException">There is nothing that it could be.</exception>
    Task<long> RequestAsync(WriteScope write, CancellationToken ct);

    /// <summary>How much is left.</summary>
    Task<long> LeftAsync(ReadScope read, CancellationToken ct);
}
