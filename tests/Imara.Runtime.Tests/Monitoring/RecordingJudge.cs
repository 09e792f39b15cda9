using System.Text;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Tests.Monitoring;

/// <summary>Writes every question down; measures what a rule `measure func=FILE_CHECK mask=MAY_READ` and the MMAP funcs would.</summary>
internal sealed class RecordingJudge : IAccessJudge
{
    public bool NeedsOpens { get; init; } = true;

    public Func<LiveAccess, AccessVerdict> Verdict { get; init; } = _ => AccessVerdict.Allow;

    public List<string> Questions { get; } = [];

    public List<string> Digests { get; } = [];

    public List<Violation> Violations { get; } = [];

    public AccessVerdict Judge(LiveAccess access)
    {
        var name = Path.GetFileName(Encoding.UTF8.GetString(access.Path));
        Questions.Add($"{access.Func} {access.Mask} {name} {access.Credentials.Euid}");
        var measured = access is { Func: PolicyFunc.FileCheck, Mask: AccessMask.Read };
        var violation = access.CheckViolation(measured);
        if (violation != Violation.None)
        {
            Violations.Add(violation);
        }

        if (measured)
        {
            Assert.Equal(Errno.None, access.ReadDigest(HashAlgo.Sha256, out var digest));
            Assert.Equal(Errno.None, access.ReadDigest(HashAlgo.Sha256, out var again));
            Assert.Same(digest, again);
            Digests.Add($"{name} {digest}");
        }

        return Verdict(access);
    }
}
