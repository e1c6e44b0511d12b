namespace Tracker.Bench.Figures;

/// <summary>A measurement failed. The message states the reason.</summary>
internal sealed class BenchException(string message) : Exception(message);
