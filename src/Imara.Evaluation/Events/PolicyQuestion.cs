using Imara.Policy.Rules;

namespace Imara.Evaluation.Events;

/// <summary>An event and the classes it asks for.</summary>
/// <param name="Event">The event.</param>
/// <param name="Asked">The classes; none for an event no rule is looked at for.</param>
public readonly record struct PolicyQuestion(PolicyEvent Event, ActionClass Asked)
{
    private const int TypeBits = 0xf000;
    private const int RegularFile = 0x8000;

    /// <summary>The question an access puts to the policy.</summary>
    /// <remarks>docs/reference/policy.md 4.1.</remarks>
    /// <param name="e">The event.</param>
    /// <param name="mode">The file's st_mode; without type bits it counts as a regular file.</param>
    public static PolicyQuestion Of(in PolicyEvent e, int mode = 0)
    {
        var asked = ActionClass.All;
        if (e.Func is PolicyFunc.SetxattrCheck || (e.File is not null && (mode & TypeBits) is not 0 and not RegularFile))
        {
            // A list of algorithms without a walk over rules; pipes, devices, sockets and directories are never looked at.
            asked = ActionClass.None;
        }
        else if (e.Func is PolicyFunc.PostSetattr || (e.Func is PolicyFunc.FileCheck && (e.Mask & AccessMask.Access) != 0))
        {
            asked = ActionClass.Appraise | ActionClass.Hash;
        }

        return new PolicyQuestion(e, asked);
    }
}
