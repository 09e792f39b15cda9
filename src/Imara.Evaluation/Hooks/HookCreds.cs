namespace Imara.Evaluation.Hooks;

/// <summary>Whose credentials a question is about.</summary>
/// <remarks>docs/reference/policy.md 4.1, column cred.</remarks>
public enum HookCreds
{
    /// <summary>Who makes the access.</summary>
    Current,

    /// <summary>What an executed program will have, asked while the caller is still who he was.</summary>
    Coming,

    /// <summary>What an executed program has: the caller has become it.</summary>
    Become,
}
