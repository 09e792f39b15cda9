using System.Text;

namespace Imara.Policy.Rules;

/// <summary>The words of the rule language and what they mean, without regard to kernel versions.</summary>
/// <remarks>docs/reference/policy.md 2.1 to 2.3.</remarks>
public static class PolicyWords
{
    private static readonly string[] ActionWords =
        ["measure", "dont_measure", "appraise", "dont_appraise", "audit", "dont_audit", "hash", "dont_hash"];

    private static readonly string[] FuncWords =
    [
        "NONE", "FILE_CHECK", "MMAP_CHECK", "MMAP_CHECK_REQPROT", "BPRM_CHECK", "CREDS_CHECK", "POST_SETATTR", "MODULE_CHECK", "FIRMWARE_CHECK",
        "KEXEC_KERNEL_CHECK", "KEXEC_INITRAMFS_CHECK", "POLICY_CHECK", "KEXEC_CMDLINE", "KEY_CHECK", "CRITICAL_DATA", "SETXATTR_CHECK",
    ];

    private static readonly (string Word, PolicyFunc Func)[] FuncAliasWords = [("PATH_CHECK", PolicyFunc.FileCheck), ("FILE_MMAP", PolicyFunc.MmapCheck)];

    private static readonly string[] LsmWords = ["obj_user", "obj_role", "obj_type", "subj_user", "subj_role", "subj_type"];

    private static readonly (string Word, AccessMask Mask)[] MaskWords =
        [("MAY_EXEC", AccessMask.Exec), ("MAY_WRITE", AccessMask.Write), ("MAY_READ", AccessMask.Read), ("MAY_APPEND", AccessMask.Append), ("MAY_ACCESS", AccessMask.Access)];

    /// <summary>Other words that the kernel takes for a func.</summary>
    internal static IEnumerable<(string Word, PolicyFunc Func)> FuncAliases => FuncAliasWords;

    /// <summary>The word of an action, such as <c>dont_measure</c>.</summary>
    public static string Of(PolicyAction action) => ActionWords[(int)action];

    /// <summary>The canonical word of a func; <c>NONE</c> for none.</summary>
    public static string Of(PolicyFunc func) => FuncWords[(int)func];

    /// <summary>The word of an LSM condition.</summary>
    public static string Of(LsmKey key) => LsmWords[(int)key];

    /// <summary>The words of the bits of a mask, such as <c>MAY_READ</c>, in the order EXEC, WRITE, READ, APPEND, ACCESS.</summary>
    public static IEnumerable<string> Of(AccessMask mask) => MaskWords.Where(m => (mask & m.Mask) != 0).Select(m => m.Word);

    /// <summary>The word of a class, which is that of its do action.</summary>
    public static string Of(ActionClass actionClass) => actionClass switch
    {
        ActionClass.Measure => "measure",
        ActionClass.Appraise => "appraise",
        ActionClass.Audit => "audit",
        ActionClass.Hash => "hash",
        _ => throw new ArgumentOutOfRangeException(nameof(actionClass), actionClass, "not a single class"),
    };

    /// <summary>The class of an action.</summary>
    public static ActionClass ClassOf(PolicyAction action) => (ActionClass)(1 << ((int)action / 2));

    /// <summary>False for the <c>dont_</c> actions.</summary>
    public static bool IsDo(PolicyAction action) => ((int)action & 1) == 0;

    /// <summary>Finds an action by its exact word.</summary>
    public static bool TryParseAction(ReadOnlySpan<byte> word, out PolicyAction action)
    {
        var index = IndexOf(ActionWords, word);
        action = (PolicyAction)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Finds a func by its exact word or alias, POST_SETATTR included; which of them a rule may name is the kernel profile's to say.</summary>
    public static bool TryParseFunc(ReadOnlySpan<byte> word, out PolicyFunc func)
    {
        foreach (var (alias, named) in FuncAliasWords)
        {
            if (Ascii.Equals(word, alias))
            {
                func = named;
                return true;
            }
        }

        func = (PolicyFunc)Math.Max(IndexOf(FuncWords, word), 0);
        return func != PolicyFunc.None;
    }

    /// <summary>Finds one bit of a mask by its exact word, MAY_ACCESS included.</summary>
    public static bool TryParseMask(ReadOnlySpan<byte> word, out AccessMask mask)
    {
        mask = AccessMask.None;
        foreach (var (name, value) in MaskWords)
        {
            if (Ascii.Equals(word, name))
            {
                mask = value;
                return true;
            }
        }

        return false;
    }

    private static int IndexOf(string[] words, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (Ascii.Equals(word, words[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
