namespace Imara.Boot.Installing;

/// <summary>The unit that loads the policy early in the running root.</summary>
/// <remarks>PID 1 has loaded the policies of security modules, and <c>/etc/ima/ima-policy</c> itself, before it starts any unit (docs/reference/boot.md 2).</remarks>
internal static class SystemdUnit
{
    // halt-force is known since systemd 254; older ones say so, pass over it and keep the line before.
    private const string Halt = """
        # The last of these that this systemd knows counts: halt-force came with 254.
        FailureAction=poweroff-force
        FailureAction=halt-force

        """;

    /// <summary>The text of the unit.</summary>
    public static string Of(InstallRequest request)
    {
        // Where IMA is missing, a unit with the condition would be passed over, and a policy that is required would not be missed.
        var condition = request.IsRequired ? string.Empty : "ConditionSecurity=ima\n";
        var mounts = request.Policy is { } policy ? $"RequiresMountsFor={policy}\n" : string.Empty;
        var options = (request.IsRequired ? " --require" : string.Empty) + (request.Policy is { } file ? $" --policy {file}" : string.Empty);
        return $"""
            # Loads the IMA policy, or sees that the one that PID 1 or the initramfs loaded is in force.
            [Unit]
            Description=IMA policy
            DefaultDependencies=no
            {condition}{mounts}Conflicts=shutdown.target
            # What runs between the load and the first good signature finds no keyring: nothing else is started until then.
            Before=sysinit.target local-fs-pre.target shutdown.target systemd-journald.service systemd-remount-fs.service systemd-sysusers.service
            Before=systemd-tmpfiles-setup-dev.service kmod-static-nodes.service systemd-modules-load.service systemd-sysctl.service systemd-udevd.service systemd-udev-trigger.service
            {(request.IsRequired ? Halt : string.Empty)}
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            TimeoutStartSec=60
            # Keys go to a keyring of root: it has to be within reach.
            KeyringMode=shared
            # The journal is not there yet: what is to be told is in the kernel's log.
            StandardOutput=null
            StandardError=null
            ExecStart={request.Program} boot load --kmsg{options}

            [Install]
            WantedBy=sysinit.target

            """;
    }
}
