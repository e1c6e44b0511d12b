namespace Tracker.Cli.Drills;

/// <summary>A drill that is interrupted has cleaned up behind itself, unlike what <c>up</c> starts.</summary>
internal static class DrillRun
{
    public static async Task<int> EndAsync(Func<Task<int>> drill)
    {
        try
        {
            return await drill();
        }
        catch (OperationCanceledException interrupted)
        {
            throw new CliException("Interrupted. The drill's cluster is stopped and deleted.", interrupted);
        }
    }
}
