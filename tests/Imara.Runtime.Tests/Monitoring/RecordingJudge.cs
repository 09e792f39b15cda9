using Imara.Engine.Files;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Tests.Monitoring;

/// <summary>Writes every question down; hashes what a rule `measure func=FILE_CHECK mask=MAY_READ` would.</summary>
internal sealed class RecordingJudge : IAccessJudge
{
    public bool NeedsOpens { get; init; } = true;

    public Func<LiveAccess, AccessVerdict> Verdict { get; init; } = _ => AccessVerdict.Allow;

    public List<string> Questions { get; } = [];

    public List<string> Digests { get; } = [];

    public List<string> Others { get; } = [];

    public AccessVerdict Judge(LiveAccess access)
    {
        var name = NameOf(access);
        Questions.Add($"{access.Func} {access.Mask} {name} {access.Credentials.Euid}");
        if (access is { Func: PolicyFunc.FileCheck, Mask: AccessMask.Read })
        {
            var digest = access.Hash(HashAlgo.Sha256);
            Assert.NotNull(digest);
            Assert.Same(digest, access.Hash(HashAlgo.Sha256));
            Digests.Add($"{name} {digest}");
        }

        return Verdict(access);
    }

    public void WriterClosed(LiveAccess access) => Others.Add($"closed {NameOf(access)} {access.OpenWriters}");

    public void AttributesChanged(LiveAccess access) => Others.Add($"attributes {NameOf(access)}");

    public void Forget(InodeKey file) => Others.Add("forget");

    private static string NameOf(LiveAccess access) => Path.GetFileName(access.Path.ToString());
}
