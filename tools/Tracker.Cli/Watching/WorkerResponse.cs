using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>The response of a worker, or the reason for its absence.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Statistics">The statistics; null if the worker did not answer.</param>
/// <param name="Silence">Why there is no answer.</param>
internal sealed record WorkerResponse(Worker Worker, DatabaseStatistics? Statistics, string? Silence);
