using Imara.Policy.Rules;

namespace Imara.Policy.Linting;

/// <summary>Questions about the conditions of one rule that several lint rules ask.</summary>
internal static class RuleConditions
{
    private const AccessMask OrdinaryAccess = AccessMask.Read | AccessMask.Write;

    /// <summary>True if the rule names a file system.</summary>
    public static bool NamesFileSystem(PolicyRule rule) => rule.FsMagic is not null || rule.FsName is not null || rule.FsSubtype is not null || rule.FsUuid is not null;

    /// <summary>True if the rule names an owner of the file.</summary>
    public static bool NamesOwner(PolicyRule rule) => rule.Fowner is not null || rule.Fgroup is not null;

    /// <summary>True if the rule names who does it, by id.</summary>
    public static bool NamesTask(PolicyRule rule) => rule.Uid is not null || rule.Euid is not null || rule.Gid is not null || rule.Egid is not null;

    /// <summary>True if func, mask and options are all there is.</summary>
    public static bool IsUnlimited(PolicyRule rule) =>
        !NamesFileSystem(rule) && !NamesOwner(rule) && !NamesTask(rule) && rule.Lsm.IsEmpty && rule.Keyrings.IsEmpty && rule.Labels.IsEmpty;

    /// <summary>True if not even func and mask limit the rule.</summary>
    public static bool IsUnconditional(PolicyRule rule) => rule is { Func: PolicyFunc.None, Mask: null } && IsUnlimited(rule);

    /// <summary>True for rules that are asked when a file is opened.</summary>
    public static bool IsAskedAtOpen(PolicyRule rule) => rule.Func is PolicyFunc.None or PolicyFunc.FileCheck;

    /// <summary>True if opening a file to read it alone can match.</summary>
    public static bool MatchesReads(PolicyRule rule) => IsAskedAtOpen(rule) && rule.Mask is null or { Mask: AccessMask.Read };

    /// <summary>True if opening a file to read or to write it can match.</summary>
    public static bool MatchesReadsOrWrites(PolicyRule rule) => IsAskedAtOpen(rule) && (rule.Mask is not { } mask || (mask.Mask & OrdinaryAccess) != 0);

    /// <summary>True if what root does can match.</summary>
    public static bool MatchesRoot(PolicyRule rule) =>
        (rule.Uid?.Matches(0) ?? true) && (rule.Euid?.Matches(0) ?? true) && (rule.Gid?.Matches(0) ?? true) && (rule.Egid?.Matches(0) ?? true);

    /// <summary>True if files of root can match.</summary>
    public static bool MatchesFilesOfRoot(PolicyRule rule) => (rule.Fowner?.Matches(0) ?? true) && (rule.Fgroup?.Matches(0) ?? true);

    /// <summary>True if the rule can match what root reads on every file system.</summary>
    public static bool MatchesRootReadingAnywhere(PolicyRule rule) =>
        MatchesReads(rule) && MatchesRoot(rule) && MatchesFilesOfRoot(rule) && !NamesFileSystem(rule) && rule.Lsm.IsEmpty;

    /// <summary>The words of a rule's func for a message: <c>func=X</c>, or <c>a rule without func</c>.</summary>
    public static string FuncText(PolicyRule rule) => rule.Func == PolicyFunc.None ? "a rule without func" : $"func={PolicyWords.Of(rule.Func)}";
}
