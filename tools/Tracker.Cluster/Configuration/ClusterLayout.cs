using System.Security.Cryptography;
using System.Text;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Configuration;

/// <summary>The directories and files of a cluster.</summary>
internal sealed class ClusterLayout
{
    private const string DataUser = "postgres";

    /// <summary>Creates no file.</summary>
    /// <param name="stateDirectory">See <see cref="ClusterOptions.StateDirectory"/>.</param>
    public ClusterLayout(string stateDirectory)
    {
        State = stateDirectory;
        User = Environment.IsPrivilegedProcess ? SystemUser.Get(DataUser) : null;
    }

    public string State { get; }

    /// <summary>The user that runs the servers, since PostgreSQL refuses to run as root. Null: the current user.</summary>
    public SystemUser? User { get; }

    public string OptionsFile => Path.Combine(State, "cluster.json");

    public string CredentialsFile => Path.Combine(State, "credentials.json");

    public string SupervisorDirectory => Path.Combine(State, "supervisor");

    /// <summary>Exists after the first primary has started.</summary>
    public string BootstrappedFile => Path.Combine(State, "bootstrapped");

    public string LockFile => Path.Combine(State, "cluster.lock");

    /// <summary>Configuration and data. Below the state directory unless PostgreSQL's user can't enter it.</summary>
    public string Data => File.Exists(Pointer) ? File.ReadAllText(Pointer).Trim() : Path.Combine(State, "data");

    public string Etcd => Path.Combine(Data, "etcd");

    public string EtcdData => Path.Combine(Etcd, "data");

    public string Proxy => Path.Combine(Data, "haproxy");

    private string Pointer => Path.Combine(State, "data-directory");

    public string Node(string name) => Path.Combine(Data, name);

    public string PostgresData(string node) => Path.Combine(Data, node, "postgresql");

    public string Log(string process) => Path.Combine(State, "logs", process + ".log");

    /// <summary>Creates the directories. The data directories belong to the user that runs the servers.</summary>
    public void Create(IEnumerable<string> nodes)
    {
        Directory.CreateDirectory(State);
        PrivateFile.CreateDirectory(Path.Combine(State, "logs"));
        Open(Data);
        if (User is not null && !User.CanEnter(Data))
        {
            // For example, a clone below /root. The pointer file tells later commands.
            Directory.Delete(Data);
            string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(State)))[..12];
            string elsewhere = Path.Combine("/var/lib/tracker-services", name);
            Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
            PrivateFile.Write(Pointer, elsewhere);
            Open(Data);
            if (!User.CanEnter(Data))
                throw new ClusterException(
                    $"{User.Name}, the user that runs PostgreSQL, can't enter {Data}. Allow it: chmod o+x on the parent directories.");
        }

        foreach (string directory in nodes.Select(Node).Append(Etcd).Append(Proxy))
            Open(directory);
    }

    public void Delete()
    {
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        foreach (string file in new[] { Pointer, OptionsFile, CredentialsFile, BootstrappedFile })
            File.Delete(file);
        foreach (string directory in new[] { SupervisorDirectory, Path.Combine(State, "logs") })
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Writes a configuration file that only its server can read.</summary>
    public void Write(string path, string content)
    {
        PrivateFile.Write(path, content);
        User?.TakeOwnership(path);
    }

    private void Open(string directory)
    {
        PrivateFile.CreateDirectory(directory);
        User?.TakeOwnership(directory);
    }
}
