using System.Diagnostics;
using Imara.Engine.Files;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Tests.Monitoring;

/// <summary>Asks for the digest of each file that is opened for reading, twice.</summary>
internal sealed class HashingJudge : IAccessJudge
{
    private readonly Stopwatch watch = new();

    public bool NeedsOpens => true;

    public List<string?> Digests { get; } = [];

    public long Milliseconds => watch.ElapsedMilliseconds;

    public AccessVerdict Judge(LiveAccess access)
    {
        if (access.Questions is [{ Func: PolicyFunc.FileCheck, Mask: AccessMask.Read }])
        {
            watch.Start();
            var digest = access.Hash(HashAlgo.Sha256);
            Assert.Same(digest, access.Hash(HashAlgo.Sha256));
            watch.Stop();
            Digests.Add(digest?.ToString());
        }

        return AccessVerdict.Allow;
    }

    public void WriterClosed(LiveAccess access)
    {
    }

    public void AttributesChanged(LiveAccess access, bool isResized)
    {
    }

    public void Forget(InodeKey file)
    {
    }
}
