using Imara.Engine.Files;
using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Executions;

namespace Imara.Runtime.Tests.Monitoring;

/// <summary>Writes every question down; hashes what a rule `measure func=FILE_CHECK mask=MAY_READ` would.</summary>
internal sealed class RecordingJudge : IAccessJudge
{
    public bool NeedsOpens { get; init; } = true;

    public Func<LiveAccess, HookQuestion, AccessVerdict> Verdict { get; init; } = (_, _) => AccessVerdict.Allow;

    public List<string> Questions { get; } = [];

    public List<string> Digests { get; } = [];

    public List<string> Others { get; } = [];

    public AccessVerdict Judge(LiveAccess access)
    {
        var name = NameOf(access);
        foreach (var question in access.Questions)
        {
            var creds = question.CredsOf(access.Caller, access.Role == ExecRole.None ? access.Caller : access.Program);
            Questions.Add($"{question.Func} {question.Mask} {name} {creds.Euid}");
            if (question is { Func: PolicyFunc.FileCheck, Mask: AccessMask.Read })
            {
                var digest = access.Hash(HashAlgo.Sha256);
                Assert.NotNull(digest);
                Assert.Same(digest, access.Hash(HashAlgo.Sha256));
                Digests.Add($"{name} {digest}");
            }

            if (Verdict(access, question) == AccessVerdict.Deny)
            {
                return AccessVerdict.Deny;
            }
        }

        return AccessVerdict.Allow;
    }

    public void WriterClosed(LiveAccess access) => Others.Add($"closed {NameOf(access)} {access.OpenWriters}");

    public void AttributesChanged(LiveAccess access, bool isResized) => Others.Add($"{(isResized ? "resized" : "attributes")} {NameOf(access)}");

    public void Forget(InodeKey file) => Others.Add("forget");

    private static string NameOf(LiveAccess access) => Path.GetFileName(access.Path.ToString());
}
