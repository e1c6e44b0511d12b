using Tracker.Data.Model;

namespace TrackerStatus.Timeline;

/// <summary>A change of state at an event time.</summary>
internal readonly record struct StatusTransition(TrackerState From, TrackerState To, DateTime OccurredAt);
