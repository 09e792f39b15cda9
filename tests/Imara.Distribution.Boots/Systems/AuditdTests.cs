using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Systems;

/// <summary>Where auditd runs it takes the records: they are in its log, and neither on the console nor in the journal alone.</summary>
public class AuditdTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-auditd-").FullName;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Suite", "Long")]
    public void What_was_denied_is_found_in_the_log_of_auditd_and_explained()
    {
        var (basis, system) = (Path.Combine(folder, "base"), Path.Combine(folder, "system"));
        SystemLab.Run("disk", "auditd", NativeBinary.Path, basis, "--require");
        SystemLab.Label(basis, Labels.Digests, Policies.UsualPath, system);
        var outcome = SystemLab.Boot("6.12", basis, system);
        Assert.True(outcome.CameUp, outcome.Console[^Math.Min(outcome.Console.Length, 8000)..]);
        LiveAudit.Found(outcome, "invalid-hash", "/var/log/audit/audit.log");
    }
}
