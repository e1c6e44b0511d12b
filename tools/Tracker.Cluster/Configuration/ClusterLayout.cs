using System.Security.Cryptography;
using System.Text;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Configuration;

/// <summary>Where the files of a cluster are.</summary>
internal sealed class ClusterLayout
{
    private const string DataUser = "postgres";

    /// <summary>Nothing is made yet.</summary>
    /// <param name="stateDirectory">See <see cref="ClusterOptions.StateDirectory"/>.</param>
    public ClusterLayout(string stateDirectory)
    {
        State = stateDirectory;
        User = Environment.IsPrivilegedProcess ? SystemUser.Get(DataUser) : null;
    }

    public string State { get; }

    /// <summary>PostgreSQL refuses to run as root: then everything of the cluster runs as its own user. Null: as the current one.</summary>
    public SystemUser? User { get; }

    public string OptionsFile => Path.Combine(State, "cluster.json");

    public string CredentialsFile => Path.Combine(State, "credentials.json");

    public string SupervisorDirectory => Path.Combine(State, "supervisor");

    /// <summary>There once the first primary has been up.</summary>
    public string BootstrappedFile => Path.Combine(State, "bootstrapped");

    public string LockFile => Path.Combine(State, "cluster.lock");

    /// <summary>Configuration and data. Below the state directory, unless PostgreSQL's user can't get there.</summary>
    public string Data => File.Exists(Pointer) ? File.ReadAllText(Pointer).Trim() : Path.Combine(State, "data");

    public string Etcd => Path.Combine(Data, "etcd");

    public string EtcdData => Path.Combine(Etcd, "data");

    public string Proxy => Path.Combine(Data, "haproxy");

    private string Pointer => Path.Combine(State, "data-directory");

    public string Node(string name) => Path.Combine(Data, name);

    public string PostgresData(string node) => Path.Combine(Data, node, "postgresql");

    public string Log(string process) => Path.Combine(State, "logs", process + ".log");

    /// <summary>Makes the directories; those of the data belong to the user who runs the servers.</summary>
    public void Create(IEnumerable<string> nodes)
    {
        Directory.CreateDirectory(State);
        PrivateFile.CreateDirectory(Path.Combine(State, "logs"));
        Open(Data);
        if (User is not null && !User.CanEnter(Data))
        {
            // A clone below /root, say. The pointer tells later commands.
            Directory.Delete(Data);
            string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(State)))[..12];
            string elsewhere = Path.Combine("/var/lib/tracker-services", name);
            Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
            PrivateFile.Write(Pointer, elsewhere);
            Open(Data);
            if (!User.CanEnter(Data))
                throw new ClusterException($"{User.Name}, who runs PostgreSQL, can't enter {Data}. Open its parents: chmod o+x.");
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

    /// <summary>A configuration file that its server, and nobody else, reads.</summary>
    public void Write(string path, string content)
    {
        PrivateFile.Write(path, content);
        User?.Own(path);
    }

    private void Open(string directory)
    {
        PrivateFile.CreateDirectory(directory);
        User?.Own(directory);
    }
}
