package dev.serin.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** One dict of arrays and values, written by Python 3.11 and NumPy 2.4 in three protocols. */
final class NumPyFile {
  /** Protocol 0. */
  static final String PROTOCOL_0 =
      """
      H4sIAAAAAAACA7VZzY4cSRGWweCljPhbYC8g7QGkuXiUf5VZKYG90qJBI41mESPXaVGrurum3Wy7u7erevEYJFviDXgU
      noAHWM5cfV0JiT0hayV2+CKyqierZsaUB+9I051dFZEZGRH1xZdRe9O1SPLTLFnLZLLcPl6f7Y8mq025/3i7qOfFZlOc
      JaNNOVktq3qzndTJWiV7QTBZTsP9tU72DkVSr00ygfK0nFRJuaRBsk6TvXycrG2SL4p6vpTJ2kEwS3679viWAgMpoU7/
      KjnUdFE1liTT+myNOSTmDyaa5FAI/EsSS0nXQk8n+S9w0yXHx8eH92TC/2SPzJIxKczIig+3An9v9vPFgyFSnw+Sevlg
      +LrvDRG6/R6c4pMZOVyRoxW5TalkXMGb756uNvWmWCKgOpkhqLM2isokMwqOIgcr2w2OcskMTqcQfGVeHeaJF2/aX8PC
      RF5VWeNVDw9p8pmWjVfH8xmeB9X1qNbBo9qQfNp41NIVC3e26a1dlN6anhHtQ3rfT9ZGXEpvI/+P9H7wYpDU54OkXr6x
      IDSit4dIwSkqBMJoOMsYGqUcCIN7thsE40IQDDnW+CYIlNOpaIMAtVRGQUgVZFPNcrMrACY1UQT+/umnv4zN+9uz+Nfz
      c8ydBnNTS9PyKGNzFe75rrlWBHOthKxVu6cQV3RrLtRsDImWnlhrrzXXuksJk53/EZM0+Wwpnx1JOs7nOcF1L5ddk8uO
      ctmlkRtdm8usFueyI5e7Jpf/lKyzy7mcxbn8/PwZhJrYZhTbjGKbcWzn2HXWi23WxDajhbI4tr6NLan5OLaeYuuvj603
      l5z1/PycLPNNGD2F0fOIwzhH+vheGKVo4igFBVIKFRknRRtKUpWiU94E1zdxfTSlcK98/sna82CxFE2EpfBccVlfhiBT
      YZW9KEvZhFlKwwpxoKXcRZp141BLmbG8v95s1KKbwFa7nfNoW6hoYVuKgilVoA+GtrWVdD/tbQvlLGwLdYwUsui5koDz
      sC3W1SLeluboaRW2dUUCS4B8f1vnNI1pTNQcT2157NhERfeznonA/GCiYXJkZGwiAV4wkXQBe5GJhiNl0us9D0i82vPn
      ZCkBJFvKCCkNGwFsJEspPYGMXUuBjsHSlB5RCTCMLCWsC5ayru0wN3Z+ml1vKdDwf+cIZQHmJqRkuxkqpeXlAZJkN+Un
      ILJrN2Ay2G0tK7jYbsLCYDfr+thuxxFx8nq7gZY3L8ltZhOX1c2eGGYlcJbGlvZ0n7EC+NrdFDA2bMrxE44MjTYFdI1w
      BsgabYrxVWYmbOoKmiEJd1+xqVsw+Uua1jY2ZxxeYDGNPdk8Xq0WREZFz2gAcjCawVgyGu+MBgAHo8f0OAJ0I6MZeqV3
      1z+OPub+t1rCIP2OEDMj5tmUYE78EMRO9LmwaMkww7ESLR02fM01Fj7UpJtFFioGWiVFJ1cAs9A8JM8oGVe84qvg0Tf7
      fHT50meDLoXPf9+62bJwoGwqvpKafcc+llz071NwZK/qK9mUfcVFR0kfpY9SbeV/CKhUKi79isuFUrqT89lFbJR5ZcZf
      Ea3x5UuTV2xVNRRCKcuWhDGziBO63WMRSjcsQnEdUjpmEUq3LOKEdqpjFqG46ihtOw8KsrB5TJSOOcSTYN/Z0561uj3v
      aE5qE06JzB6oNbCZQsao/imyYRCK65IyaRwc0zKIHK7Gz5hCKK4/yvgLm/fyRXlKvQeUo/yTYrEtaSyT/HRRzGjIkxJR
      n+KL8B6CezOiIcEYVKNqRhp7fHrlIKMm0TUymgr7obR81SXVoeJEOJR8pFDpFVDy5joId+6cxBc6h4Yvm4ow7NT81k++
      +OLtZ73YpS3gWQY8yx62DHir8e9L7ujYPurZFvVs6AF0UM+2qPdBRrod1OMThHLiSly2oYHQ4N7eAmPOxCKv/7DCVCh6
      xXFxoPfTpCBBc2Fk1K1wPU6nXMPplHO8eNbvWNDD5IKJtCisygs6xNPKYxooDCY0gAE5JTOqYZFTjqH0FfkpDSzblDFx
      e1puVu8WT8qKbvT4m8oa/qY8O9w3/K0ObZPXoAbcafAtJnrGRM8R8IyJ5eN1fUYifVj0LSx6fpB8C4si4QBqMqIxZjIa
      jbfzRT1fjkbJ+KymLWnyU02NDcXSzKTqR5uybPasRY9RadEwKi0sd0RcHIJmUeJV/DzesHP07eGit4eLfm+46FvDRX84
      XPR18WQ6XP4bw0W/P1z0W8NFfzRc9GvDRb8zXPSbw0V/8JpxeA3G9uPhol8fLvrd4aJ3hou+PVz07nDRd16HB2rRlCzN
      rwe05Hao5JJVTYpFsSEMogq0wJe59rVFkCXRNJT9wbDz8gFp2dYKx1ZkPOaOL6hlMQvTgnPsmn/U+G0aEpoZpuaGhFbc
      9gXla5UIB1nrP7sTn1btctyZ0IqXCw1mfbEcHT5Z8+KsqHW7puY1Na8ZWs06WpOqAhMYUmkX07yY5sWY3GkTLcbsGYcv
      bWL2rA2vY7qtM7NjzxqsacxLVVeG1zTcVxsuFiaMud0NztdZ/IQWT+NGjE4l99C7jRi5I7QaARmHWpSGbjtcABaxmZab
      ckqz2WQyWS0WIBXz1bJKPgh3fjUnJqTB/rj0gfLlT+m3p5lBE0EWUM2qKp+stsu6pLQCoerM9P7FHdQ+MFENmkVMQ4P4
      kPLM8mTU9WfTQK6qfFqeFshZkupZ1tyZBsuoS9Gp1ot5xdfZ5cy7NEhO/hG9R2Cioxt2BaOrkkTBrzozNFdx8mdpHLCZ
      eGnHcQGbqvLTzeppuSSprKsbbjQz+DADgnHINElnHCTwKiy9mE/ApHTWX7y9HrpGx3wu0FnKimDmcPTj9aJ8QiKuqxrd
      Adc7kPsiOVD7HP2M/QDmVeUtm/Gy15LTLafSzKk0OFWQbt9mgl5d4kW7e5Yeekz3Mf1w7UThZQ2/XuDGgkGyYlJ6GWRA
      o44kWLNNhRUCpzwc73DfeOsEoCSFv48gvCxnRT3/pCQNnRzdkzITqZdWCSedkRJEzChDkovVkuc1kPI4xSLQAnmQGufS
      TGQkcrpYFTXJpJQJBrTsYAn2XBzMl6f4vCfLe0QDiwOxTxmS1+UTFndJ/tmHD+EneWrjQpdO8AEUgEiG6WflstwU9WpD
      F3yLwODn09Xj/dF6PvloUSaj0U5sNAmy1A65Tng8r69QkJcVJjM8Pr95/9eWXvJIxS/C+P2PNPzYGeBH3pmN5GyS73Qo
      s6u6qMnXwHXWASLT+AiY7XA+skBar4RNM28FjpRABCCzSXEdh3fpycnz5YReQYnkSCklBMgvaoXMnIG2wWnGp9bjA5ed
      8NY4UqryR0U12s6XNdAaygxbVU4XyhmBh1GKL3V33d3OaLQ+ezLaLoPvRidlOT0pP96WS3qiDLU1XqXdFwds29SJLMUz
      fgxn8ntfo0LL4LDXsjOqfY2m+D2a8tHR0FCbgvq6u3PO3ef/+Os/37n7u38t/vzTo5/9/C9Yry1XhsuV4XJlNDVcEL6a
      xjjd0JcNX46lKOuqRwVjuKHXoshqI8IXo39RzGhUVPv/BbbncuLTIAAA
      """;

  /** Protocol 2. */
  static final String PROTOCOL_2 =
      """
      H4sIAAAAAAACA32XCXyTRRbAkza9wlVuVBBEwOJRaShYFWgVtEqw4FSwIDXk+NqkpEnfyxd6ALYITTkV8eBQAVFEBAVR
      EdgV2GZ178M93fu+3EN22V1Zj9V575sJadrd9NfM5Jv33v/Nmzdv5uvIWg22oposm81WVwZ2fyTe2NRa7PFH0ShujIfN
      kBfR2+r0oOGPRmImxv2mE7IsMWckYI1CttvWCQ6/VAsY/pjTiFDHCTk1dmnXB7k1ubINe81QpATyEpAvoKALnAL6Fbnt
      7ix3dgL6K5MBs7VJag7QHg3csL4LBgkoLHJns7UZMLiqqmrup/LDX26bCUN8G4I5NVNtmZ/k3nLVOao7J1THVmE1jgoY
      GpQuDRMw3IQRvhonc8fVRdFEbwRGBrOCPLtRQenyJQIuTbl8WbBwfd9YDUnxNS3lh8SOJuwYAZebMNbHAZJYX6gexmnk
      FYQcL+BKQuZ2woRgKiwTKSyTBFylwzILinqFZXKvsJQn9+rOUd050cNDW4XDauFq8u8aAdeacJ3P4pZCsfbtevJtioAS
      8i27E1zat1KYSr6VCpgmfQv2Xqzp7NUQisaW5Obk5pmy09Fus3V3JM/ADQQtE3CjCTcpqAtu1tAZBJ0pYBavQSeUa6gL
      Kgh6i4Bb+4bOZmgOTawseWYlzCHObQJuN6HS4oRK4A7NuZM4cwW41eTmKY6UuYs4VQLm68CvggW9aHenaDSpdhBEqxZw
      jwkLFc0FizTtXqLVCFisaEs0zQX3EW2pgNq+Z3U/cyhjGUR/7eAh2DIBXhN8ClYKfg0LEMwQUKdg9RpWCkGChQQ09A1b
      zrBhVnZonP5rhzBhGwVETIgqbBk0aSwQFgXEFNbU2DKIE3aFgOa+sS2MLbqYw5nozL92aCVX2gSsNGGV5Uq8BFZrVx4g
      V9oFdKgkWqNckTIPkitrBawjV3ovaye7ks0b+QwkiNIlYL0JGxTFBRs1ZRNRNgvYoigPaYoLHibKVgGP9D3hbUzJteqF
      nA88SqDHBDxuwhMKVArbNWgHgXYK2KVAT2pQKTxFoKcF7O4btIdB/XXRUuGDvYR7RsA+E55VuDJ4TuP2E+55AQcU7gWN
      K4ODhHtRwKG+cYcZNyq9TmasHLxE6JcFHDHhqI8DPUvm5SuafYzYrwp4TbFfv5i7x4n9hoATxO5dCU+mT9WueKfhFPE+
      J+DzJrzpq6HC54tGw3BaA88Q8KyALyhgtwL6SiBJwC8KeKvvVHmbgSRrt8GXCPNlAV8x4as+LhoL4Wua8XVifEPAN4nh
      6IRvKcbCqfBtYrwj4Ds6oO7+boc734Tvpgq719b3J0jhPai/bMnj9tQQfI/c+b6AH5jwQ2uBZy2Ed7U/PyJ/fizgJ2rO
      P9X+uOBn5M/PBfxCB9mdb/nzS/an0LJPLvnkv59hvyLYrwX8xoTfWnOvht9p1u+J9QcBf1RV4U+KVe2C94j1ZwF/0fGV
      Z66dIvvX1PZosbW2ScLfiPC+gHMm/N06R+muggH4h8acJ8w/BfxLTenfEkPJtchVCh8Q54KA/1gcToKwUWfCh1y/V3jD
      cQM+4sd1YW89fNwFn6yG/xYFPww2u20J+DT4UbDQnZ9AudC24MfBde7CBNplP+4eJcOz1cQs+YN9nsHZkHE/ycurttnk
      6Zc83XMvpG4S+aOTp5KnhkoRzCZEXgIdshWYI79NzCXrPOuor8Hwm5hHQtbEMZ/6BV1YwApO+W0lGfajASvW88uwv/wl
      w4ADWGwgi/VK6nITB/FMarHQMsQxNJujOFj+rqqsUNvLMHEIOzUw5ZS+TeHQNOeGKeeGM3WEco5uVjhS/mggP9bX4iga
      4MTx4iWysa6UeKnu+vEy3Q3gaN01cIzu1uHldvZqLHtVIB+1GRgd520xYjguzaErlEPj2aErLYcmBwtp7fJTa+aowAlq
      HSay4CReh6vYOKWM0dhktmJRmuHJyvDVLH+NmqnN7UjgtTRUuMHv8fjiIXnbjng8Tl+racSceJ0cmiywmM1fz+bppDeD
      aBiW81PSGCWK4WLG1IvRdDu6sJQGm+myejYt+3TlVxc+m9q/Nj1XddSncnaAanNUO1i1Baodrtos1Q5Uba5qh6jWqdoR
      qs1W7SDV5ql2qGr7qXakanGaiv90nusNHKAyDhCpxvzesBdjeKN8Uos3UST+11uNJerEm3kVZHgK0u/wOENxZjJnlvxO
      YDn3KyhBWWua1Mq7eJfFW5TOrSw3m3XmcP+2lE6zKpbJN3vuebxdKVeywh2sfCf356aUD2nljMMT3Up5HivcxcpV3J+f
      Un4raL2S2XGBkr6bJQRLV3P/npS0KvwluFAViEUscK8qEHwiOfgEQLLqk8Ypl2K0RouV/SWsch/bX8r92gz71SV4v7Lv
      YYFlaQVI5jBVffSy/YIE+ljETzua4y4LvYFGAAPyid8fDYdluQnJN1XnfGtgTki+sKJh7aW6VC1pw3rZuO0NVFLcWXG2
      5Y/GI6aBGMy0NdsacGJIjqzGhrSStJz1g7lue7wTw+xcI1Ueshcw6rwy2TCSaU8NBNi3KI2m7/9wKCYfN8nHnQhsEXUt
      W44xzmqTnffGuATHZG2LZxqRD524goWbSTjH24ktbKyVjPHrJkbbjAi2Zapaz9nASjawigzkSgOr2cADZICKQCwc8hvY
      3gtNj53YwT7Kc7sL17Degzou/mhjU9howbWZmmrAievkSGX5OWsrVupX0wR2sqGEdoArJXZRLqXu5bheZd4Glt1IsgVK
      lnc9bsrEpoacuNmyRbEG3KIsPcSWHuYF2cr9R8gqAeX7Om6TPzYOSD/XC/m8iBj1XjO0wsBHSSBVWs5ad4xopB4fowFd
      bjt4SnXhqNfExznuT1CeVbZfUGFo1/FYsz8ytvvC+cWV5Sd30meXwSZNo8XE7eTZAL74nduzo8O5ND5lSmkJ7tBhqDci
      BnrNKOJOCoNVGOXRHIg2FnuaQv7lYcPp8aSkPH755cRd/0fWFzJ7yT/Zh7y/fnqpc8HsSvmNT3Esn+ZY7uY9tYf31AAO
      aZo93KvXmjXxmVTumV65I/ex7rOk20D9jYO31yx7v23SBwe2DFr+zifBTeetZQpF/Pgcj4893fD2pk3vFi+JNWeNmOE4
      YIvzqRr0xjzxUMSc6sL9lLc2XkF6YtTLivA8P4v3nFIPR2UgmlpbPPGIFRdPtWEEqg2IGxHaCwd6xaOnck/pF6T03PH7
      3suu6sKDHKMXrZLoTh33h9Rxf5iHX7p4s3uZBnbTlYWOy37yZXl797Hk4ZH9apNHwt1rx8ybMLF7Gx5RmX2U1V/hE/QY
      lVi3Y7KJr1Ivga9R04mvs8xxXTViQS/V2zc4Q08QuBZPWuWogVojXvwZB/D9i1QUAAA=
      """;

  /** Protocol 5. */
  static final String PROTOCOL_5 =
      """
      H4sIAAAAAAACA5VWW2gcVRie2Z3sbrJJm9qrl9IiWpqXkG6DrFKbwIoLnZJK04qKYZzZPZsz28lMOjvTJlFJRLpp0yNW
      c6yXF0GU4pOXN0FKqCA+1AfxQR/76gVaKGgptOt/5pyzl0la04HZf8/MP99/+/7/nIWuDz7vVaLrTbqXJCp5Sja74dT0
      7KBR8nw0CP+Rb5coyRoV35uywkoF+XSZ7r04pKx1XRvh8oaQt4RURrnQRinpigyALAez0wjAIrvnzi7So3SvniTqATo2
      NnaoAVf0oysBtfSEnqxTohZoAGqkp5LfXfH8wDddirV7eSOtX4t5Ib0Db3BWIj/PkVOAbNmTa6KOXBPyhpC3OmCVUY1L
      ijPxmA6uFVPqDMUbI6uJynBkURRD+fnq1WcVZWVeURYaHG24hYZ718BKtmHlIixNup1vvM4xcv+DkWhh2PsijKSAWGjM
      RxDwuC2oN+j9HbG5IymlidKQOLn1h2N3pkbgNFpYD5AaOx9h7eisq8RrdOLm148b8nQlJCIvWtiWLfz0/RMexoqmNATG
      AxQt5JnKtIXG9DjO8APg8Cz1x+gv08Px8uvGSx60Vzmmgt7d1eXbeV8gzfI8pyPRKu81a/2JVo93tLaprH1huP8Qt/KP
      2nwemTu+Pxa73qtreoYZ0lpZPHg8nkVmzIK71ELKxYLXMxKpzeXxjjaaUWbnxOfjuVjcMMzUODlTPoJZXu4IW41N7XR6
      XFFg2twVJZbzM/PY7dub57m15Iu54Q5zRHNQJYBBfsp0QgTlqTjmJF2ksJXgr/AxXalT/DUM2AzIb/CE3l+nob4DIrzQ
      GV/Ks6qoBEDb2reeqdAJbNP3Tdgqeg0Wg1sL/BD0lilOkbRb5i+Xqa6coQXVotwzNaoBJOdI/t6kGAEPzk0wbZIMTnt0
      rDgq5guCN2QD96i1xVzGK8wKviJtRJsG/uksYBDVhBpZcMM+qZbhhlyoFRohdc8h39ttzqDaqtYU+8+AyEIXmpoOZiOt
      FtmyuqJrdZmongD7CLXQVmKklSNSDhFJPWl1S6z6fUJ2CblJyG4htwopu22DkJKJDwnZI+Q2IeWusVHItJCbhcwKub0Z
      5zGWUF1bpHhrFGm6VjId069RyC/+nqT4klU+W8hIctI6qOK/8J6CxvZLuTxWyNyRk0o8milkGrFHSwVVlf9ZI+6Lt7Qm
      GrGg1ZiLLdXx+LABOvCmw1eYFiJpaDfkI6BCtuQ5DjDJBvLC6gh//pwdsXjgKCPPHNVV/KueCEm65IVuAOerajdUiKQL
      YrnMOoqxTE8wnulqeCbKURlVTGgSoZ4VyzIHJxkrtKGDmF3NsWvsWfSZegKSqqtmjSRrQNF3IYyuC3Ds8b055MIi9R5w
      sebYJUSrDzNgsYA+U2G+LEamS97UtINmhEZzuUyL8mxUlIeiekRuazYA0hYSsDOSbrbgzXtRUvEkbBPs2LXU107ofpJx
      0aQZ2KcQXZKsVFYgIM8FXcnrBdJVcTwzYGwpzotDWXFeevLWF+6uK7duvlwc+e5jdn2CiBagGRg4fT98eePTjxZ6Xg2H
      hob3gWeTyEW+GXg+JVv4MIL2L3tTg8a0XTrhQGP3G0ZTySgxzWVafYZlYYthWHaw+q08UTeRSpNPDUNKXigUQfKqsAL3
      dXzdVID8B2aAmEq1CHaWNn340mvX5/b8e+mdjSd+uYPP31RI0nZLdGnTrsvVH8+f/33wldrpxLYD2iUlJD3YrBmh7Qb7
      czAnSYb9RZNAKh1ePtLhWMz8o4YxPTtjhC6P3BhHqDyOTobIjchQPcxi7o09PfT4Z38mx0Rz6Er7/pdd+O3bv7dnJ647
      b+88/MST71PstXZLXRuA/qlTK6JoqoZN1j5Qzoiq1QmwhcLB/wClaa4krwwAAA==
      """;

  private NumPyFile() {}

  static byte[] bytes(String packed) {
    byte[] zipped = Base64.getMimeDecoder().decode(packed);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
