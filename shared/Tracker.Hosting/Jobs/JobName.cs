namespace Tracker.Hosting.Jobs;

/// <summary>What logs, metrics and the liveness check call a job.</summary>
internal static class JobName
{
    /// <summary>The type's name; of a job that is made for another type, that one's: <c>ConsumerJob&lt;StayConsumer&gt;</c> is the StayConsumer.</summary>
    public static string Of(Type job) => job.IsGenericType ? job.GenericTypeArguments[0].Name : job.Name;
}
