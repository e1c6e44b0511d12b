namespace Tracker.Cli.Output;

/// <summary>Writes a file under a temporary name and renames it when it is complete.</summary>
internal static class AtomicFile
{
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string draft = path + ".part";
        try
        {
            await using (FileStream file = File.Create(draft))
                await write(file);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
