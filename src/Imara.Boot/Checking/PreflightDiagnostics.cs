using System.Collections.Immutable;
using Imara.Diagnostics;

namespace Imara.Boot.Checking;

/// <summary>Every kind of finding of the preflight: 060x the policy, 061x files, 062x who loads it, 063x keys.</summary>
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

    /// <summary>Rules want signatures, and there is nothing to verify them with.</summary>
    public static DiagnosticDescriptor NoKey { get; } = Warning(
        "IMA0630", "no certificate", "rules want signatures, and no certificate is known that could verify them", "name it with --cert, or put it where the loader finds it");

    /// <summary>A certificate that the kernel does not take.</summary>
    public static DiagnosticDescriptor KeyUnfit { get; } =
        Warning("IMA0631", "certificate unfit", "the kernel may not use this certificate: {0}", "`imara key generate` makes one that it takes");

    /// <summary>A key that is in no keyring when the policy is loaded.</summary>
    public static DiagnosticDescriptor KeyNotLoaded { get; } = Error(
        "IMA0632", "key not loaded", "this key is in no keyring of IMA, and nothing loads it before the policy", "put the certificate into /etc/keys/ima, or load it with `imara boot load --keys`");

    /// <summary>All kinds, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        PolicyRefused, NoFinalLineFeed, TextRefused, PolicyFileRefused, PolicyFileUnchecked, LabelsUnknown,
        FileRefused, FileUnchecked, FileUnreadable, NoInit, NotThere, RunningRefused, RunningUnchecked,
        NoKey, KeyUnfit, KeyNotLoaded,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Error, title, message, help);

    private static DiagnosticDescriptor Warning(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Warning, title, message, help);

    private static DiagnosticDescriptor Info(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Info, title, message, help);
}
