using Imara.Engine.Files;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Descent;

/// <summary>Lets another judge answer for descendants alone; what others do to files is seen in what they leave.</summary>
/// <param name="judge">The other judge.</param>
/// <param name="descent">Tells who is one.</param>
internal sealed class DescendantJudge(IAccessJudge judge, ProcessDescent descent) : IAccessJudge
{
    /// <inheritdoc/>
    public bool NeedsOpens => judge.NeedsOpens;

    /// <inheritdoc/>
    public AccessVerdict Judge(LiveAccess access) => IsBelow(access) ? judge.Judge(access) : AccessVerdict.Allow;

    /// <inheritdoc/>
    public void WriterClosed(LiveAccess access)
    {
        if (IsBelow(access))
        {
            judge.WriterClosed(access);
        }
        else
        {
            judge.Forget(access.Key);
        }
    }

    /// <inheritdoc/>
    public void AttributesChanged(LiveAccess access, bool isResized) => judge.AttributesChanged(access, isResized);

    /// <inheritdoc/>
    public void Forget(InodeKey file) => judge.Forget(file);

    // The number of who is not seen from here is 0: no descendant is hidden.
    private bool IsBelow(LiveAccess access) => access.Thread > 0 && descent.IsBelow(access.Thread);
}
