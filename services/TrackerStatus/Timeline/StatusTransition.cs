using Tracker.Data.Model;

namespace TrackerStatus.Timeline;

/// <summary>A change of state at a moment of event time.</summary>
internal readonly record struct StatusTransition(TrackerState From, TrackerState To, DateTime OccurredAt);
