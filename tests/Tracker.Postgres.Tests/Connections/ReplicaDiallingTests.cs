using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;
using Microsoft.Extensions.Time.Testing;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

public sealed class ReplicaDiallingTests
{
    private static readonly ReplicationLag Late = new(1, TimeSpan.FromMinutes(1));

    private readonly FakeTimeProvider _time = new();
    private readonly NodeTable _nodes = new();
    private readonly ReplicaDialling _dialling;
    private readonly Node _healthy;
    private readonly Node _lagging;
    private readonly Node _primary;

    public ReplicaDiallingTests()
    {
        _dialling = new ReplicaDialling(true, _nodes, _time);
        _healthy = Node("10.0.0.1:5432", NodeRole.Replica, default(ReplicationLag));
        _lagging = Node("10.0.0.2:5432", NodeRole.Replica, Late);
        _primary = Node("10.0.0.3:5432", NodeRole.Primary, null);
    }

    [Fact]
    public void Healthy_replica_is_dialled_before_a_lagging_one_or_the_primary_serves()
    {
        Assert.True(_dialling.IsWorthwhile(_lagging, default));
        Assert.True(_dialling.IsWorthwhile(_primary, default));
        Assert.False(_dialling.IsWorthwhile(_healthy, default));
    }

    [Fact]
    public void Nothing_is_dialled_where_no_other_replica_is_healthy()
    {
        Assert.False(_dialling.IsWorthwhile(_lagging, new NodePreference(Avoid: _healthy)));
        _healthy.Judge(HealthObservation.NoAnswer, LagLimits.Default);
        _healthy.Judge(HealthObservation.NoAnswer, LagLimits.Default);
        Assert.False(_dialling.IsWorthwhile(_lagging, default));
    }

    [Fact]
    public void Proxy_that_led_elsewhere_four_times_is_not_tried_again_for_a_second()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.False(_dialling.IsBetter(_lagging, default));
        }

        Assert.True(_dialling.IsBetter(_healthy, default));
        for (int i = 0; i < 4; i++)
        {
            Assert.True(_dialling.IsWorthwhile(_lagging, default));
            Assert.False(_dialling.IsBetter(_lagging, default));
        }

        Assert.False(_dialling.IsWorthwhile(_lagging, default));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_dialling.IsWorthwhile(_lagging, default));
    }

    [Fact]
    public void Pool_that_chooses_its_nodes_itself_dials_no_other() =>
        Assert.False(new ReplicaDialling(false, _nodes, _time).IsWorthwhile(_lagging, default));

    [Fact]
    public async Task Whatever_goes_wrong_with_the_dial_the_connection_at_hand_serves()
    {
        PhysicalConnection atHand = new(new Npgsql.NpgsqlConnection(), _lagging, new(1, new(8192, 16 << 20)), 0);
        foreach (Exception error in new Exception[] { new OperationCanceledException(), new InvalidSettingException("POSTGRES_PASSWORD", "is wrong."), new ObjectDisposedException("pool") })
        {
            List<PhysicalConnection> givenBack = [];
            PhysicalConnection taken = await _dialling.PreferBetterAsync(
                atHand,
                default,
                _ => Task.FromException<PhysicalConnection>(error),
                other =>
                {
                    givenBack.Add(other);
                    return ValueTask.CompletedTask;
                },
                CancellationToken.None);
            Assert.Same(atHand, taken);
            Assert.Empty(givenBack);
        }
    }

    [Fact]
    public async Task Dial_that_hangs_ends_soon_and_others_do_not_wait_for_it()
    {
        PhysicalConnection atHand = new(new Npgsql.NpgsqlConnection(), _lagging, new(1, new(8192, 16 << 20)), 0);
        TaskCompletionSource dialling = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<PhysicalConnection> first = _dialling.PreferBetterAsync(
            atHand,
            default,
            async token =>
            {
                dialling.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return atHand;
            },
            _ => ValueTask.CompletedTask,
            CancellationToken.None);
        await dialling.Task;
        Assert.Same(atHand, await _dialling.PreferBetterAsync(atHand, default, _ => throw new InvalidOperationException("a second dial"), _ => ValueTask.CompletedTask, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(atHand, await first);
    }

    private Node Node(string address, NodeRole role, ReplicationLag? lag)
    {
        Node node = _nodes.At(address);
        node.Observe(new NodeState(address, role, 1, 1, default), 1);
        node.Judge(new HealthObservation(true, lag), LagLimits.Default);
        node.Judge(new HealthObservation(true, lag), LagLimits.Default);
        return node;
    }
}
