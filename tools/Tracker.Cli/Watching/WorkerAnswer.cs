using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;

namespace Tracker.Cli.Watching;

/// <summary>What a worker said of its database, or why it said nothing.</summary>
/// <param name="Worker">Who was asked.</param>
/// <param name="Statistics">Its answer; null: none.</param>
/// <param name="Silence">Why there is none.</param>
internal sealed record WorkerAnswer(Worker Worker, DatabaseStatistics? Statistics, string? Silence);
