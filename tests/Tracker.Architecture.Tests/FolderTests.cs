using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;

namespace Tracker.Architecture.Tests;

/// <summary>Within a project, no two folders use each other, not even by way of others.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Projects() => [.. ProjectAssemblies.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_cycle(string project)
    {
        ArchUnitNET.Domain.Architecture architecture = new ArchLoader().LoadAssembly(ProjectAssemblies.Load(project)).Build();
        Slices().Matching($"{ProjectAssemblies.Namespaces[project]}.(*)..").Should().BeFreeOfCycles().Check(architecture);
    }

    [Fact]
    public void The_check_sees_folders_at_all()
    {
        ArchUnitNET.Domain.Architecture architecture = new ArchLoader().LoadAssembly(ProjectAssemblies.Load("EFCore.ReadWriteSplitting")).Build();
        IEnumerable<IType> used = architecture.Types.Where(type => type.FullName == "EFCore.ReadWriteSplitting.Scopes.Database")
            .SelectMany(type => type.GetTypeDependencies(architecture));
        Assert.Contains(used, type => type.FullName.StartsWith("EFCore.ReadWriteSplitting.Connections.", StringComparison.Ordinal));
    }
}
