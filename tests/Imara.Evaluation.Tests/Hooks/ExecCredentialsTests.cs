using Imara.Evaluation.Hooks;

namespace Imara.Evaluation.Tests.Hooks;

/// <summary>Set-id bits of programs.</summary>
public class ExecCredentialsTests
{
    private static readonly Credentials Anybody = new(1000, 1000, 1000, 1000, 1000, 1000, 0);

    [Theory]
    [InlineData(0x1ed, true, 1000, 1000, false)]
    [InlineData(0x9ed, true, 0, 1000, true)]
    [InlineData(0x5ed, true, 1000, 5, false)]
    [InlineData(0x5e5, true, 1000, 1000, false)]
    [InlineData(0xded, true, 0, 5, true)]
    [InlineData(0xded, false, 1000, 1000, false)]
    public void The_bits_change_effective_and_saved_ids_where_they_are_honoured(uint mode, bool isHonoured, uint euid, uint egid, bool isRoot)
    {
        var begun = ExecCredentials.After(Anybody, owner: 0, group: 5, mode, isHonoured);
        Assert.Equal(new Credentials(1000, euid, euid, 1000, egid, egid, isRoot ? Credentials.AllCapabilities : 0), begun);
    }

    [Fact]
    public void Root_that_runs_a_program_of_somebody_else_loses_its_capabilities()
    {
        var begun = ExecCredentials.After(Credentials.Root, owner: 1000, group: 1000, 0x9ed);
        Assert.Equal((1000u, 0u, false), (begun.Euid, begun.Uid, begun.CanSetUid));
    }

    [Fact]
    public void Root_that_dropped_a_capability_has_it_again_in_a_program() =>
        Assert.True(ExecCredentials.After(Credentials.Root with { CapEff = 0 }, owner: 0, group: 0, 0x1ed).CanSetUid);
}
