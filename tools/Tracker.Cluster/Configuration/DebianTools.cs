using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Configuration;

/// <summary>The programs that Debian's packages install.</summary>
internal static class DebianTools
{
    public const string PostgresBin = "/usr/lib/postgresql/15/bin";
    public const string Patroni = "/usr/bin/patroni";
    public const string Etcd = "/usr/bin/etcd";
    public const string PgBouncer = "/usr/sbin/pgbouncer";
    public const string Proxy = "/usr/sbin/haproxy";

    private static readonly (string File, string Package)[] Needed =
    [
        (PostgresBin + "/postgres", "postgresql-15"),
        (Patroni, "patroni"),
        ("/usr/lib/python3/dist-packages/etcd/__init__.py", "python3-etcd"),
        (Etcd, "etcd-server"),
        (PgBouncer, "pgbouncer"),
        (Proxy, "haproxy"),
        ("/usr/bin/setpriv", "util-linux"),
    ];

    public static void RequireAll()
    {
        string[] missing = [.. Needed.Where(tool => !File.Exists(tool.File)).Select(tool => tool.Package)];
        if (missing.Length > 0)
            throw new ClusterException($"Debian packages are missing: apt-get install --no-install-recommends {string.Join(' ', missing)}");
    }
}
