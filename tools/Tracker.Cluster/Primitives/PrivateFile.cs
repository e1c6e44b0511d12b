namespace Tracker.Cluster.Primitives;

/// <summary>Writes files that may contain secrets: atomically, and readable by their owner only.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string content)
    {
        string draft = path + ".new";
        File.Delete(draft);
        using (StreamWriter writer = new(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        {
            writer.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }

    public static void CreateDirectory(string path) => Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
}
