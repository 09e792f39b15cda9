using Imara.Engine;
using Imara.Engine.Events;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Executions;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Monitoring;

/// <summary>Answers with the engine, and carries out what it returns.</summary>
internal sealed class EngineJudge(ImaEngine engine, RuntimeLog log) : IAccessJudge
{
    // Reading who somebody is costs more than everything else about an open together.
    private readonly bool needsCredentials = engine.Policy.ActiveRules.Any(
        rule => rule.Uid is not null || rule.Euid is not null || rule.Gid is not null || rule.Egid is not null);

    /// <inheritdoc/>
    public bool NeedsOpens => engine.Policy.ActiveRules.Any(
        rule => rule.Func is PolicyFunc.None or PolicyFunc.FileCheck && rule.Action is PolicyAction.Measure or PolicyAction.Appraise or PolicyAction.Audit or PolicyAction.Hash);

    /// <inheritdoc/>
    public AccessVerdict Judge(LiveAccess access)
    {
        var result = engine.Check(AccessOf(access));
        CarryOut(result, access);
        return result.Errno == Errno.None ? AccessVerdict.Allow : AccessVerdict.Deny;
    }

    /// <inheritdoc/>
    public void WriterClosed(LiveAccess access) => CarryOut(engine.CloseWriter(access), access);

    /// <inheritdoc/>
    public void AttributesChanged(LiveAccess access, bool isResized) => engine.AttributesChanged(AccessOf(access), isResized);

    /// <inheritdoc/>
    public void Forget(InodeKey file) => engine.Forget(file);

    private Access AccessOf(LiveAccess access) => new()
    {
        Questions = access.Questions,
        File = access,
        Creds = needsCredentials ? access.Caller : Credentials.Root,
        Program = needsCredentials && access.Role != ExecRole.None ? access.Program : null,
        IsOpenForWrite = access.Kind == OpenKind.Writer,
        IsDirect = access.IsDirect,
        IsCreated = access.IsCreated,
    };

    private void CarryOut(AccessResult result, LiveAccess access)
    {
        if (ReferenceEquals(result, AccessResult.Allowed))
        {
            return;
        }

        foreach (var write in result.Writes)
        {
            var error = access.WriteAttribute(write.Name, write.Value.Span);
            if (error != Errno.None)
            {
                log.NotWritten($"cannot write {write.Name} of {access.Path}: {error}");
            }
        }

        log.Add(result);
    }
}
