package org.assent.site.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Looks whether the demo's ports are free before anything is started. */
final class Ports {

    private Ports() {}

    /**
     * Tries each.
     *
     * @throws DemoException naming the first that is taken, and what to do
     */
    static void requireFree(List<Hospital> hospitals) throws DemoException {
        for (Hospital hospital : hospitals) {
            for (Hospital.Port port : hospital.ports()) {
                if (!isFree(port.number())) {
                    int other = hospital.portBase() + 1000;
                    throw new DemoException(
                            "port %d (%s) is taken by another program; use other ports: ./assent demo --port-base %d"
                                    .formatted(port.number(), port.purpose(), other));
                }
            }
        }
    }

    /** Whether all ports of a hospital are free. */
    static boolean areFree(Hospital hospital) {
        return hospital.ports().stream().allMatch(port -> isFree(port.number()));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
