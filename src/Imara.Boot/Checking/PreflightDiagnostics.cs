using System.Collections.Immutable;
using Imara.Diagnostics;
using static Imara.Diagnostics.DiagnosticDescriptor;

namespace Imara.Boot.Checking;

/// <summary>Every kind of finding of the preflight: 060x the policy, 061x files, 062x who loads it, 063x keys and what else a boot needs.</summary>
/// <remarks>The severity of a finding follows what it makes of the load; that of its kind is the one under an enforcing policy.</remarks>
public static class PreflightDiagnostics
{
    /// <summary>A rule, or the whole, that the kernel refuses.</summary>
    public static DiagnosticDescriptor PolicyRefused { get; } = Error("IMA0601", "policy refused", "{0} ({1})", "{2}");

    /// <summary>No line feed behind the last rule.</summary>
    public static DiagnosticDescriptor NoFinalLineFeed { get; } = Info(
        "IMA0603", "no final line feed", "the last line has no line feed: by its path the kernel refuses the file, and `cat` fails over it",
        "add one; `imara boot load` writes the rules one by one then");

    /// <summary>Rule text where the kernel wants a signed file.</summary>
    public static DiagnosticDescriptor TextRefused { get; } =
        Error("IMA0604", "rule text refused", "this kernel takes a policy by its path only: unsigned rule text is refused", "load it by path");

    /// <summary>The policy file does not pass its own appraisal.</summary>
    public static DiagnosticDescriptor PolicyFileRefused { get; } =
        Error("IMA0605", "policy file refused", "the kernel wants a signed policy, and this file is refused: {0}", "sign it last: `imara file sign --key KEY --cert CERT`");

    /// <summary>The signature of the policy file was not checked.</summary>
    public static DiagnosticDescriptor PolicyFileUnchecked { get; } =
        Warning("IMA0606", "policy file not checked", "the kernel wants a signed policy, and this file could not be checked: {0}", "name the certificate with --cert");

    /// <summary>Labels of a security module that nobody could ask about.</summary>
    public static DiagnosticDescriptor LabelsUnknown { get; } = Warning(
        "IMA0607", "labels not known", "rules name labels, and nothing says which of them the security module knows when the policy is loaded",
        "list them with --lsm-labels; load the policy of the security module first");

    /// <summary>A file that must start is refused.</summary>
    public static DiagnosticDescriptor FileRefused { get; } =
        Error("IMA0610", "file refused", "is refused: {0}", "`imara file verify` tells more; `imara file hash` or `imara file sign --from-policy` labels it");

    /// <summary>A signature that no known key verifies.</summary>
    public static DiagnosticDescriptor FileUnchecked { get; } = Warning("IMA0611", "file not checked", "was not checked: {0}", "name the certificate with --cert");

    /// <summary>A file that must start could not be looked at.</summary>
    public static DiagnosticDescriptor FileUnreadable { get; } =
        Warning("IMA0612", "file not read", "could not be checked: {0}", "check as root, where nothing changes meanwhile and all of the system is mounted");

    /// <summary>The system has no init.</summary>
    public static DiagnosticDescriptor NoInit { get; } = Warning(
        "IMA0613", "no init", "{0}", "name the root of the whole system with --root, with everything mounted that it starts from");

    /// <summary>An interpreter or a library that is not there.</summary>
    public static DiagnosticDescriptor NotThere { get; } =
        Warning("IMA0614", "not there", "is not there, so it was not checked", "install it, or mount the file system that it lies on");

    /// <summary>A file in use that would be refused.</summary>
    public static DiagnosticDescriptor RunningRefused { get; } =
        Error("IMA0615", "running file refused", "runs now (process {0}) and could not start again: {1}", "label it as the policy asks: `imara file sign --from-policy`");

    /// <summary>A file in use that nobody could judge.</summary>
    public static DiagnosticDescriptor RunningUnchecked { get; } = Warning("IMA0616", "running file not checked", "runs now and was not checked: {0}", "run as root, with every certificate");

    /// <summary>Files outside of init's path are refused.</summary>
    public static DiagnosticDescriptor OthersRefused { get; } = Warning(
        "IMA0617", "other files refused", "{0} other files are refused, and nobody can tell that the boot needs none of them: {1}",
        "`imara file verify --from-policy` tells all; label them, or exempt where they lie");

    /// <summary>Files outside of init's path could not be judged.</summary>
    public static DiagnosticDescriptor OthersUnchecked { get; } = Warning(
        "IMA0618", "other files not checked", "{0} other files could not be checked: {1}", "check as root, with every certificate, while nothing changes");

    /// <summary>The rules tell users apart in more ways than were tried.</summary>
    public static DiagnosticDescriptor UsersUnseen { get; } = Warning(
        "IMA0639", "users not tried", "the rules of appraisal tell users and groups apart in more ways than were tried: what they refuse to others than root was not looked at",
        "`imara policy simulate --subject` tries a user; write fewer conditions on uid, euid, gid and egid");

    /// <summary>Refused by the rules that hold before the load.</summary>
    public static DiagnosticDescriptor RefusedBefore { get; } = Error(
        "IMA0619", "refused before the load", "the rules of the command line or the build, which hold until the policy is loaded, refuse {1} files that must start: {0}",
        "label what `ima_policy=` asks for, or load the policy in the initramfs");

    /// <summary>Nothing tells who loads the policy.</summary>
    public static DiagnosticDescriptor LoaderUnknown { get; } = Warning(
        "IMA0620", "loader not known", "{0}, and what a boot meets depends on who does", "`imara boot install` installs what loads it; --loader says who will");

    /// <summary>Who loads the policy was found out.</summary>
    public static DiagnosticDescriptor LoaderAssumed { get; } = Info("IMA0621", "loader assumed", "{0}", "--loader says otherwise");

    /// <summary>Another policy is loaded first.</summary>
    public static DiagnosticDescriptor RivalPolicy { get; } = Warning(
        "IMA0622", "another policy first", "{0} loads {1} before: on most kernels the first load of a boot is the only one", "have one policy, and one loader");

    /// <summary>PID 1 loads the policy before any key is there.</summary>
    public static DiagnosticDescriptor NoKeysYet { get; } = Error(
        "IMA0623", "loaded before the keys", "PID 1 loads this policy before any key is there, and {0} files that must start are signed, such as {1}: they are refused",
        "move it to /etc/imara/policy and load it by `imara boot install --systemd --policy /etc/imara/policy`, or in the initramfs");

    /// <summary>The initramfs that loads the policy is refused by it.</summary>
    public static DiagnosticDescriptor InitramfsRefused { get; } = Error(
        "IMA0624", "initramfs not exempt", "the policy is loaded in the initramfs, and refuses what then runs from {0}, where no file has a label", "put {1} before the first appraise rule");

    /// <summary>A file system of every boot is refused.</summary>
    public static DiagnosticDescriptor PseudoRefused { get; } =
        Error("IMA0625", "pseudo file system not exempt", "files there have no label and are refused: {0}", "put {1} before the first appraise rule");

    /// <summary>Signed files are appraised before the load.</summary>
    public static DiagnosticDescriptor UncheckedBefore { get; } = Warning(
        "IMA0626", "not checked before the load", "the rules of the command line or the build appraise it before the policy is loaded, and before anything loads a key",
        "label it by hash, take `ima_policy=` away, or load the policy in the initramfs");

    /// <summary>No signed file shows that the kernel finds its keyring.</summary>
    public static DiagnosticDescriptor NoWitness { get; } = Warning(
        "IMA0627", "nothing shows the keyring", "rules want signatures, and no file that must start is appraised and signed: nothing shows the kernel its keyring before a service needs it",
        "sign init or a shell too, so that `boot load` can see a signature pass");

    /// <summary>Files outside of init's path are refused by the rules that hold before the load.</summary>
    public static DiagnosticDescriptor OthersRefusedBefore { get; } = Warning(
        "IMA0628", "other files refused before the load",
        "the rules of the command line or the build, which hold until the policy is loaded, refuse {0} other files, and nobody can tell that the boot needs none of them: {1}",
        "label them, take `ima_policy=` away, or load the policy in the initramfs");

    /// <summary>The unit that loads the policy has no program to run.</summary>
    public static DiagnosticDescriptor LoaderGone { get; } = Error(
        "IMA0629", "loader cannot run", "{0} runs `{1}`, which is not there or no program: the policy is not loaded{2}", "install it, or `imara boot install` with --program");

    /// <summary>Rules want signatures, and there is nothing to verify them with.</summary>
    public static DiagnosticDescriptor NoKey { get; } = Warning(
        "IMA0630", "no certificate", "rules want signatures, and no certificate is known that could verify them", "name it with --cert, or put it where the loader finds it");

    /// <summary>A certificate that the kernel does not take.</summary>
    public static DiagnosticDescriptor KeyUnfit { get; } =
        Warning("IMA0631", "certificate unfit", "the kernel may not use this certificate: {0}", "`imara key generate` makes one that it takes");

    /// <summary>A key that is in no keyring when the policy is loaded.</summary>
    public static DiagnosticDescriptor KeyNotLoaded { get; } = Error(
        "IMA0632", "key not loaded", "this key is in no keyring of IMA, and nothing loads it before the policy", "put the certificate into /etc/keys/ima, or load it with `imara boot load --keys`");

    /// <summary>A key that is there now, and that nothing brings back.</summary>
    public static DiagnosticDescriptor KeyOnlyNow { get; } = Warning(
        "IMA0633", "key only there now", "this key is in a keyring of IMA now, and nothing that is seen loads it at the next boot", "put the certificate into /etc/keys/ima");

    /// <summary>Whether the kernel trusts who signed the certificate is not known.</summary>
    public static DiagnosticDescriptor TrustUnknown { get; } = Warning(
        "IMA0634", "trust not known", "this kernel takes only certificates that a key it was built with has signed, and nothing says which these are", "name them with --trusted");

    /// <summary>The kernel does not trust who signed the certificate.</summary>
    public static DiagnosticDescriptor KeyNotTrusted { get; } = Error(
        "IMA0635", "key not trusted", "the kernel does not let this certificate into .ima ({0}): none of the trusted keys signed it, or it is no leaf for signatures", "have it signed by a key that the kernel was built with");

    /// <summary>The command line keeps IMA from starting.</summary>
    public static DiagnosticDescriptor NotStarted { get; } = Error(
        "IMA0608", "IMA does not start", "the empty `ima_template=` of the command line stops IMA when it should start: there is no policy file, and nothing is measured or appraised",
        "take `ima_template=` out, or name a template");

    /// <summary>PID 1 loads a policy that has to be signed before any key is there.</summary>
    public static DiagnosticDescriptor SignedTooEarly { get; } = Error(
        "IMA0609", "signed policy before the keys", "the kernel wants a signed policy, and PID 1 loads this one before any key is there: it is refused, and PID 1 freezes",
        "move it to /etc/imara/policy and load it by `imara boot install --systemd --policy /etc/imara/policy`, or in the initramfs");

    /// <summary>A certificate of EVM, or for rules that want none, without which the loader fails.</summary>
    public static DiagnosticDescriptor KeyStopsLoader { get; } = Warning(
        "IMA0636", "a key that stops the boot", "{0} loads this certificate too and halts the machine if the kernel refuses it: {1}", "take it away, or install without --require");

    /// <summary>What the loader runs is changed by a setting of its own.</summary>
    public static DiagnosticDescriptor LoaderChanged { get; } = Warning(
        "IMA0637", "loader changed", "{0} changes what loads the policy, and what it does then was not looked at", "take it away, or check it by `imara boot prove`");

    /// <summary>A label by an algorithm that the kernel has as a module.</summary>
    public static DiagnosticDescriptor AlgorithmModule { get; } = Warning(
        "IMA0638", "hash algorithm is a module", "has a label by a hash algorithm that the kernel has as a module: it is refused unless the module can be loaded by then", "label it by an algorithm that is built in, such as sha256");

    /// <summary>All kinds, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        PolicyRefused, NoFinalLineFeed, TextRefused, PolicyFileRefused, PolicyFileUnchecked, LabelsUnknown, NotStarted, SignedTooEarly,
        FileRefused, FileUnchecked, FileUnreadable, NoInit, NotThere, RunningRefused, RunningUnchecked, OthersRefused, OthersUnchecked,
        RefusedBefore, LoaderUnknown, LoaderAssumed, RivalPolicy, NoKeysYet, InitramfsRefused, PseudoRefused, UncheckedBefore, NoWitness, OthersRefusedBefore, LoaderGone,
        NoKey, KeyUnfit, KeyNotLoaded, KeyOnlyNow, TrustUnknown, KeyNotTrusted, KeyStopsLoader, LoaderChanged, AlgorithmModule, UsersUnseen,
    ];
}
