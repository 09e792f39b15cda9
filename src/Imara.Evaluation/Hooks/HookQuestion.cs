using Imara.Policy.Rules;

namespace Imara.Evaluation.Hooks;

/// <summary>One question that an access puts to IMA.</summary>
/// <param name="Func">The func.</param>
/// <param name="Mask">The mask.</param>
/// <param name="Creds">Whose credentials conditions look at.</param>
public readonly record struct HookQuestion(PolicyFunc Func, AccessMask Mask, HookCreds Creds = HookCreds.Current)
{
    /// <summary>The credentials that conditions look at.</summary>
    /// <param name="caller">Who makes the access.</param>
    /// <param name="program">What an executed program begins with; where none is executed the same.</param>
    public Credentials CredsOf(in Credentials caller, in Credentials program) => Creds == HookCreds.Current ? caller : program;

    /// <summary>The credentials of the task at that time; they decide how euid and egid compare.</summary>
    /// <param name="caller">Who makes the access.</param>
    /// <param name="program">What an executed program begins with; where none is executed the same.</param>
    public Credentials TaskOf(in Credentials caller, in Credentials program) => Creds == HookCreds.Become ? program : caller;
}
