using System.Collections.Immutable;
using Imara.Diagnostics;
using static Imara.Diagnostics.DiagnosticDescriptor;

namespace Imara.Policy;

/// <summary>Every diagnostic of the policy language: 01xx why a rule is refused, 02xx how it is loaded, 04xx what was assumed.</summary>
public static class PolicyDiagnostics
{
    /// <summary>A token that is no word of the language.</summary>
    public static DiagnosticDescriptor UnknownToken { get; } = Error("IMA0101", "unknown token", "`{0}` is no word of the policy language", "{1}");

    /// <summary>A key with nothing behind its operator.</summary>
    public static DiagnosticDescriptor EmptyValue { get; } = Error("IMA0102", "empty value", "`{0}` has no value", "write the value right behind the operator, without a blank");

    /// <summary>An unknown func.</summary>
    public static DiagnosticDescriptor UnknownFunc { get; } = Error("IMA0103", "unknown func", "`{0}` is no func", "{1}");

    /// <summary>An unknown mask.</summary>
    public static DiagnosticDescriptor UnknownMask { get; } =
        Error("IMA0104", "unknown mask", "`{0}` is no mask", "{1}");

    /// <summary>A value that is no number.</summary>
    public static DiagnosticDescriptor NotANumber { get; } = Error("IMA0105", "not a number", "`{0}` is no {1} number", "{2}");

    /// <summary>A number that does not fit.</summary>
    public static DiagnosticDescriptor NumberOutOfRange { get; } = Error("IMA0106", "number out of range", "`{0}` is out of range", "{1} goes from 0 to {2}");

    /// <summary>A wrong UUID.</summary>
    public static DiagnosticDescriptor BadUuid { get; } =
        Error("IMA0107", "wrong file system UUID", "`{0}` is no UUID", "{1}");

    /// <summary>A condition given twice.</summary>
    public static DiagnosticDescriptor Repeated { get; } = Error("IMA0108", "repeated condition", "`{0}` is given after `{1}`", "a rule can have one of them; write a second rule for the other value");

    /// <summary>A second action.</summary>
    public static DiagnosticDescriptor SecondAction { get; } = Error("IMA0109", "second action", "`{0}` is a second action", "a rule has exactly one action; write one rule for each");

    /// <summary>No action.</summary>
    public static DiagnosticDescriptor NoAction { get; } =
        Error("IMA0110", "no action", "the rule has no action", "add one of measure, dont_measure, appraise, dont_appraise, audit, hash, dont_hash");

    /// <summary>An empty item of a list.</summary>
    public static DiagnosticDescriptor EmptyListItem { get; } = Error("IMA0111", "empty list item", "`{0}` has an empty item", "take out the separator that has nothing on one side");

    /// <summary>An unknown template.</summary>
    public static DiagnosticDescriptor UnknownTemplate { get; } = Error("IMA0112", "unknown template", "`{0}` is no template of this kernel", "{1}");

    /// <summary><c>template=</c> not behind <c>measure</c>.</summary>
    public static DiagnosticDescriptor TemplateBeforeMeasure { get; } =
        Error("IMA0113", "template without measure before it", "`{0}` needs the action `measure` before it", "put `measure` first; other actions take no template");

    /// <summary>An unknown hash algorithm.</summary>
    public static DiagnosticDescriptor UnknownHash { get; } = Error("IMA0114", "unknown hash algorithm", "`{0}` is no hash algorithm", "{1}");

    /// <summary>A hash algorithm the kernel cannot provide at that moment.</summary>
    public static DiagnosticDescriptor UnavailableHash { get; } = Error(
        "IMA0115", "hash algorithm not available", "`{0}` is not available in this kernel", "build it in ({1}), or have its module where modprobe finds it when the rule is loaded; --hash-algos says what is usable");

    /// <summary>A word newer than the kernel.</summary>
    public static DiagnosticDescriptor NeedsNewerKernel { get; } = Error("IMA0116", "needs a newer kernel", "`{0}` is not known to kernel {1}", "{2} and later know it");

    /// <summary>A word that needs a build option.</summary>
    public static DiagnosticDescriptor NeedsBuildOption { get; } = Error("IMA0117", "needs a build option", "`{0}` is not built into this kernel", "it needs {1}");

    /// <summary>An unknown appraise_type.</summary>
    public static DiagnosticDescriptor UnknownAppraiseType { get; } =
        Error("IMA0118", "unknown appraise_type", "`{0}` is no appraise_type", "{1}");

    /// <summary>An unknown digest_type.</summary>
    public static DiagnosticDescriptor UnknownDigestType { get; } = Error("IMA0119", "unknown digest_type", "`{0}` is no digest_type", "verity is the only one; leave it out for the hash of the content");

    /// <summary>digest_type and appraise_type that do not go together in this order.</summary>
    public static DiagnosticDescriptor SignatureOrder { get; } =
        Error("IMA0120", "signature type and digest type do not go together", "`{0}` cannot stand here", "{1}");

    /// <summary>A label no active LSM knows.</summary>
    public static DiagnosticDescriptor UndefinedLabel { get; } =
        Error("IMA0121", "label not defined", "no active security module knows `{0}`", "load the label policy before the first IMA policy, or check the spelling; later loads accept it, but the rule never matches");

    /// <summary>An action the func does not take.</summary>
    public static DiagnosticDescriptor ActionNotForFunc { get; } = Error("IMA0122", "action not allowed with this func", "`{0}` does not go with `func={1}`", "this func takes {2}");

    /// <summary>A condition the func does not take.</summary>
    public static DiagnosticDescriptor ConditionNotForFunc { get; } = Error("IMA0123", "condition not allowed with this func", "`{0}` does not go with `func={1}`", "take it out, or use another func");

    /// <summary>A condition that needs another action.</summary>
    public static DiagnosticDescriptor NeedsAction { get; } = Error("IMA0124", "needs another action", "`{0}` needs the action `{1}`", "it has no meaning for other actions, not even for `dont_{1}`");

    /// <summary>A list that needs its func.</summary>
    public static DiagnosticDescriptor NeedsFunc { get; } = Error("IMA0125", "needs its func", "`{0}` needs `func={1}`", "add the func to the rule");

    /// <summary>SETXATTR_CHECK without a list.</summary>
    public static DiagnosticDescriptor AlgosRequired { get; } =
        Error("IMA0126", "appraise_algos required", "`func=SETXATTR_CHECK` needs `appraise_algos=`", "add the list of algorithms that may be written to security.ima");

    /// <summary>appraise with the fs-verity digest, but no signature type.</summary>
    public static DiagnosticDescriptor VerityNeedsSignature { get; } =
        Error("IMA0127", "fs-verity appraisal needs a signature type", "`{0}` in an appraise rule needs a signature type that fits it", "write `digest_type=verity appraise_type=sigv3`");

    /// <summary>An appended signature where the kernel has no buffer to look for one.</summary>
    public static DiagnosticDescriptor ModsigNotForFunc { get; } =
        Error("IMA0128", "appended signatures not for this func", "`{0}` needs one of MODULE_CHECK, KEXEC_KERNEL_CHECK, KEXEC_INITRAMFS_CHECK", "use imasig for other funcs");

    /// <summary>appraise_flag without modsig, 5.5 to 6.5.</summary>
    public static DiagnosticDescriptor BlacklistNeedsModsig { get; } =
        Error("IMA0129", "appraise_flag needs modsig", "`{0}` needs `appraise_type=imasig|modsig`", "leave it out; from 6.6 every appraise_type checks the blacklist");

    /// <summary>A trailing comment before 6.14.</summary>
    public static DiagnosticDescriptor TrailingComment { get; } =
        Error("IMA0130", "comment behind a rule", "kernel {1} takes `{0}` as a part of the rule", "put the comment on a line of its own; 6.14 and later accept it behind a rule");

    /// <summary>A carriage return at the end of a line.</summary>
    public static DiagnosticDescriptor CarriageReturn { get; } =
        Error("IMA0131", "carriage return", "the carriage return at the end of the line belongs to `{0}`", "end lines with a line feed alone, as `dos2unix` makes them");

    /// <summary>An order that kernels before 5.9 want.</summary>
    public static DiagnosticDescriptor NeedsActionBefore { get; } = Error("IMA0132", "needs its action before it", "`{0}` needs `{1}` before it in kernel {2}", "put the action first");

    /// <summary>A blank between a key and its operator.</summary>
    public static DiagnosticDescriptor BlankAtOperator { get; } =
        Error("IMA0133", "blank before the operator", "`{0}` has a blank before its operator", "write `{1}`, without blanks around the operator");

    /// <summary>Two tokens parted by something that parts no tokens.</summary>
    public static DiagnosticDescriptor WrongSeparator { get; } = Error(
        "IMA0134", "wrong separator", "`{0}` is one token to the kernel", "part tokens by blanks or tabs alone; there are no quotes, commas, semicolons and no other white space");

    /// <summary>A path that does not begin in the first column.</summary>
    public static DiagnosticDescriptor PathNotFirst { get; } = Error(
        "IMA0135", "path behind blanks", "`{0}` is taken as a rule, because blanks stand before it", "a path is one only in the first column of what is written; in a policy file give the rules themselves");

    /// <summary>What some editors put in front of UTF-8.</summary>
    public static DiagnosticDescriptor ByteOrderMark { get; } = Error(
        "IMA0136", "byte order mark", "a byte order mark, which editors do not show, belongs to `{0}`", "save the file as UTF-8 without a byte order mark");

    /// <summary>A line longer than one write can take.</summary>
    public static DiagnosticDescriptor LineTooLong { get; } = Error(
        "IMA0201", "line too long", "the line has {0} bytes; the kernel looks at the first 4095 of a write", "split the rule; a policy given by path has no such limit");

    /// <summary>A NUL byte.</summary>
    public static DiagnosticDescriptor NulByte { get; } = Error("IMA0202", "NUL byte", "the line ends at a NUL byte; {0} bytes behind it are not looked at", "remove the NUL byte: fed line by line, the kernel takes what stands before it, and tells nobody of the rest");

    /// <summary>A load without a rule.</summary>
    public static DiagnosticDescriptor NoRules { get; } = Error("IMA0203", "no rule", "the policy has no rule", "the kernel drops a load without rules and keeps the policy it has");

    /// <summary>A policy file without a final line feed.</summary>
    public static DiagnosticDescriptor NoFinalLineFeed { get; } = Error("IMA0204", "no final line feed", "the last line does not end in a line feed", "add it: a policy given by path is refused without it");

    /// <summary>A line that names a policy file.</summary>
    public static DiagnosticDescriptor PathLine { get; } = Error("IMA0205", "line is a path", "the kernel takes the line as the path of a policy file: `{0}`", "give the rules themselves; a file named inside a policy file is refused");

    /// <summary>A last line without line feed, written line by line.</summary>
    public static DiagnosticDescriptor MissingLineFeed { get; } = new(
        "IMA0207", DiagnosticSeverity.Warning, "missing final line feed", "the last line does not end in a line feed", "add it: some ways of loading refuse the policy without it");

    /// <summary>The kernel is newer than any that is known.</summary>
    public static DiagnosticDescriptor NewerThanKnown { get; } = new(
        "IMA0401", DiagnosticSeverity.Info, "kernel newer than known", "kernel {0} is newer than any known here; it is taken as {1}", string.Empty);

    /// <summary>The kernel is older than any that is known.</summary>
    public static DiagnosticDescriptor OlderThanKnown { get; } = new(
        "IMA0402", DiagnosticSeverity.Info, "kernel older than known", "kernel {0} is older than any known here; it is taken as {1}", string.Empty);

    /// <summary>Labels are not known.</summary>
    public static DiagnosticDescriptor LabelsAssumed { get; } = new(
        "IMA0403", DiagnosticSeverity.Info, "labels assumed", "which labels are defined is not known; every label counts as defined", "give --lsm-labels a file of `key value` lines");

    /// <summary>A fact of the running kernel could not be read.</summary>
    public static DiagnosticDescriptor FactAssumed { get; } = new("IMA0404", DiagnosticSeverity.Info, "kernel fact assumed", "{0} could not be read; {1}", string.Empty);

    /// <summary>The version lies between two that are known.</summary>
    public static DiagnosticDescriptor BetweenKnown { get; } = new(
        "IMA0405", DiagnosticSeverity.Info, "kernel between known ones", "kernel {0} lies between known ones; it is taken as {1}", string.Empty);

    /// <summary>Every descriptor, in the order of the ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        UnknownToken, EmptyValue, UnknownFunc, UnknownMask, NotANumber, NumberOutOfRange, BadUuid, Repeated, SecondAction, NoAction, EmptyListItem, UnknownTemplate,
        TemplateBeforeMeasure, UnknownHash, UnavailableHash, NeedsNewerKernel, NeedsBuildOption, UnknownAppraiseType, UnknownDigestType, SignatureOrder, UndefinedLabel,
        ActionNotForFunc, ConditionNotForFunc, NeedsAction, NeedsFunc, AlgosRequired, VerityNeedsSignature, ModsigNotForFunc, BlacklistNeedsModsig, TrailingComment,
        CarriageReturn, NeedsActionBefore, BlankAtOperator, WrongSeparator, PathNotFirst, ByteOrderMark, LineTooLong, NulByte, NoRules, NoFinalLineFeed, PathLine, MissingLineFeed,
        NewerThanKnown, OlderThanKnown, LabelsAssumed, FactAssumed, BetweenKnown,
    ];
}
